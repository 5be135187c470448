package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job of a rollout is deleted while it goes on, and with it the right to its credentials. Of
 * the build a rollout holds nothing but its number: nobody watches in these stories.
 */
class DeletedJobTest {
  @TempDir Path home;

  @Test
  void beforeTheFirstChangeTheRolloutEndsAndHasChangedNothing() throws Exception {
    Settlement end = deletedIn("canary", Preparing.class);
    assertEquals("failed", end.result().get("outcome"));
  }

  @Test
  void laterItEndsBySayingWhatCouldNotBePutBackAndHowToDoItByHand() throws Exception {
    Settlement end = deletedIn("canary", Baking.class);
    assertEquals("rollback_failed", end.result().get("outcome"));
    assertTrue(end.message().contains("The job team/shop is gone."), end.message());
    assertTrue(
        end.message().contains("gcloud run services update-traffic shop --to-revisions="),
        end.message());
  }

  /** It ends by itself, and its file is with those that are tidied up one day. */
  private Settlement deletedIn(String name, Class<? extends Phase> phase) throws Exception {
    Story story =
        Stories.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    boolean[] gone = {false};
    CrashRun run =
        new CrashRun(story, home)
            .refusing(rollout -> gone[0] = gone[0] || phase.isInstance(rollout.phase()));
    // The summary looks at what is left waiting, and at active files.
    String unused = run.play(Cut.never(), Optional.empty());
    return new FileStore<>(home.resolve("rollouts"), new RolloutJson(Golden.PLAIN))
        .find("r-1")
        .orElseThrow()
        .settlement()
        .orElseThrow();
  }
}
