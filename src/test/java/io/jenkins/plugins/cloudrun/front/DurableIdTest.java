package io.jenkins.plugins.cloudrun.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Job;
import hudson.model.Run;
import org.junit.jupiter.api.Test;

final class DurableIdTest {
  @Test
  void theSamePlaceHasTheSameIdAndAnotherAnother() {
    String id = DurableId.of("d", "team/shop", 1, "12");
    assertTrue(id.matches("d-[0-9a-f]{20}"), id);
    assertEquals(id, DurableId.of("d", "team/shop", 1, "12"));
    assertNotEquals(id, DurableId.of("d", "team/shop", 11, "2"));
    assertNotEquals(id, DurableId.of("d", "team/shop", 1, "13"));
    assertNotEquals(id, DurableId.of("d", "team/shop2", 1, "12"));
    assertNotEquals(id, DurableId.of("j", "team/shop", 1, "12"));
  }

  /** What it began is kept for months: it must not be taken for what the next one begins. */
  @Test
  void theFirstBuildOfAJobThatWasMadeAgainHasAnotherId() {
    String id = DurableId.of("d", new FakeRun("shop", 1, 1_700_000_000_000L), "12");
    assertTrue(id.matches("d-[0-9a-f]{20}"), id);
    assertEquals(id, DurableId.of("d", new FakeRun("shop", 1, 1_700_000_000_000L), "12"));
    assertNotEquals(id, DurableId.of("d", new FakeRun("shop", 1, 1_700_000_000_001L), "12"));
    assertNotEquals(id, DurableId.of("d", new FakeRun("shop", 2, 1_700_000_000_000L), "12"));
    assertNotEquals(id, DurableId.of("d", new FakeRun("shop", 1, 1_700_000_000_000L), "13"));
  }

  private static final class FakeJob extends Job<FakeJob, FakeRun> {
    FakeJob(String name) {
      super(null, name);
    }
  }

  private static final class FakeRun extends Run<FakeJob, FakeRun> {
    FakeRun(String job, int number, long at) {
      super(new FakeJob(job), at);
      this.number = number;
    }
  }
}
