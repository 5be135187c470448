package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an image was made from, as far as the build knows it. */
final class CommitSettingsTest {
  private static final CommitSha SHA = new CommitSha("0123456789abcdef0123456789abcdef01234567");
  private static final String IMAGE = "europe-docker.pkg.dev/my-project/apps/shop";

  private static Optional<Commit> commit(String image, Commits built) {
    DeploySettings settings = new DeploySettings("shop");
    settings.setImage(image);
    settings.setProject("my-project");
    settings.setRegion("europe-west1");
    return settings.toPlan(Expander.NONE, built, People.UNKNOWN, TargetCircumstances.NONE).commit();
  }

  @Test
  void theCommitOfAnImageByDigestIsTheOneItWasBuiltFrom() {
    String image = IMAGE + "@sha256:" + "a".repeat(64);
    assertEquals(Optional.empty(), commit(image, Commits.UNKNOWN));
    assertEquals(Optional.of(new Commit(SHA)), commit(image, anyImage -> Optional.of(SHA)));
  }

  @Test
  void theBuildKnowsThePageOfTheCommit() {
    Optional<CommitPage> page = CommitPage.parse("https://git.example.com/shop/commit/" + SHA);
    Commits built =
        new Commits() {
          @Override
          public Optional<CommitSha> of(ImageReference image) {
            return Optional.empty();
          }

          @Override
          public Optional<CommitPage> page(CommitSha commit) {
            return page.filter(known -> commit.equals(SHA));
          }
        };
    assertEquals(Optional.of(new Commit(SHA, page)), commit(IMAGE + ":" + SHA, built));
    assertEquals(Optional.empty(), commit(IMAGE + ":1.4", built));
  }
}
