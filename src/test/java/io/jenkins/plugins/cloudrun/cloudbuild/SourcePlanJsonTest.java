package io.jenkins.plugins.cloudrun.cloudbuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.cloudrun.image.source.UploadedSource;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Stored;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Way;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourcePlanJsonTest {
  private static final CommitSha COMMIT = new CommitSha("0123456789abcdef0123456789abcdef01234567");
  private static final ImageName IMAGE = ImageName.parse("europe-docker.pkg.dev/p/apps/shop");

  @Test
  void theProjectsDescriptionIsKept() {
    UploadedSource source =
        new UploadedSource(
            "sources",
            "source/" + "a".repeat(64) + ".tgz",
            7,
            UploadedSource.Kind.BUILDPACKS,
            "",
            "",
            UploadedSource.DESCRIPTOR,
            1,
            1,
            true);
    Way way =
        SourcePlan.way(
            source, Map.of(), ImageReference.parse(IMAGE + ":v1"), COMMIT, "hello", "nodejs22");
    assertEquals(new Way.Buildpacks("hello", "nodejs22", "project.toml"), way);
    SourcePlan plan = plan(way);
    assertEquals(plan, SourcePlanJson.read(SourcePlanJson.write(plan)));
  }

  @Test
  void plansThatWereStoredWithoutItAreRead() {
    SourcePlan plan = plan(new Way.Buildpacks("hello", "", ""));
    String text = SourcePlanJson.write(plan);
    assertFalse(text.contains("descriptor"), text);
    assertEquals(plan, SourcePlanJson.read(text));
  }

  private static SourcePlan plan(Way way) {
    return new SourcePlan(
        new Place(new ProjectId("my-project"), new Region("europe-west1")),
        new Stored("sources", "source/x.tgz", 7),
        way,
        IMAGE,
        List.of("v1"),
        COMMIT,
        false,
        Optional.empty(),
        Duration.ofMinutes(20),
        new Account(Optional.of("key"), Optional.empty()));
  }
}
