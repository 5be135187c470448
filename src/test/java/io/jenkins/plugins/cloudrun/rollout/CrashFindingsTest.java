package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the crash matrix has found, each by its name. */
class CrashFindingsTest {
  @TempDir Path home;

  private void endsWell(String story, Cut.Sort sort, int point, Flaw... flaw) {
    Story told =
        Stories.all().stream().filter(s -> s.name().equals(story)).findFirst().orElseThrow();
    endsWell(
        new CrashCase(told, sort, point, Optional.ofNullable(flaw.length == 0 ? null : flaw[0])));
  }

  private void endsWell(CrashCase one) {
    assertEquals(Optional.empty(), one.wrong(home));
  }

  /** A service names its new revision a while after the write that makes it. */
  @Test
  void anOwnWriteIsNotTakenForSomebodyElsesBeforeItsRevisionIsNamed() {
    endsWell("direct", Cut.Sort.AFTER_EFFECT, 1);
  }

  /** An operation that nobody knows any more counts as done; the service may still be behind. */
  @Test
  void aForgottenOperationDoesNotMakeAnOwnWriteSomebodyElses() throws Exception {
    Story story = Stories.all().get(0);
    CrashRun run = new CrashRun(story, home);
    int afterOperation = 5;
    String end =
        run.between(
                active -> {
                  Path file = active.resolve("r-1.json");
                  String text = Files.readString(file);
                  String forgotten = text.replaceFirst("/operations/[0-9a-f-]+", "/operations/0");
                  assertNotEquals(text, forgotten);
                  Files.writeString(file, forgotten);
                })
            .play(new Cut(Cut.Sort.AFTER_SAVE, afterOperation), Optional.empty());
    assertEquals(story.end(), end);
  }

  @Test
  void anAbortDoesNotSayThatNothingWasChangedBeforeTheRevisionIsNamed() {
    // The abort is saved right after the deploy was sent, and its result never.
    endsWell(new CrashCase(Stories.aborted(6), Cut.Sort.AFTER_EFFECT, 1, Optional.empty()));
  }
}
