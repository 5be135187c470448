package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may give leave. */
class ApproversTest {
  private static Approver who(String user, String... groups) {
    return new Approver() {
      @Override
      public boolean known() {
        return !user.isEmpty();
      }

      @Override
      public boolean is(String id) {
        return user.equalsIgnoreCase(id);
      }

      @Override
      public boolean in(String group) {
        return List.of(groups).contains(group);
      }
    };
  }

  @Test
  void whoMayAnswer() {
    Approval approval =
        new Approval(
            List.of("release-managers", "dave"), Duration.ofHours(4), 50, List.of("alice"));
    assertEquals(Optional.empty(), approval.refusal(who("dave")));
    assertEquals(Optional.empty(), approval.refusal(who("bob", "release-managers")));
    assertTrue(approval.refusal(who("bob", "developers")).isPresent());
    assertTrue(approval.refusal(who("alice", "release-managers")).isPresent());
    assertFalse(approval.refusal(who("bob")).orElseThrow().contains("dave"));
    // As the security realm compares names, so that nobody gets around it by how it is written.
    assertTrue(approval.refusal(who("ALICE", "release-managers")).isPresent());
    assertTrue(approval.refusal(who("", "release-managers")).isPresent());
  }
}
