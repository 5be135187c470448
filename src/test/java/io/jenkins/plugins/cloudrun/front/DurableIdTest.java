package io.jenkins.plugins.cloudrun.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
