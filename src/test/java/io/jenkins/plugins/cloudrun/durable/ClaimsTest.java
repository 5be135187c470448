package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One holder at a time, first come first served. */
class ClaimsTest {
  private static final Instant T = Instant.EPOCH;
  private final Claims claims = new Claims();

  @Test
  void theFirstHoldsAndTheNextFollowsInOrder() {
    claims.enqueue("a", Set.of("shop"), T);
    claims.enqueue("c", Set.of("shop"), T.plusSeconds(2));
    claims.enqueue("b", Set.of("shop"), T.plusSeconds(1));
    assertTrue(claims.acquire("a", Set.of("shop")));
    assertFalse(claims.acquire("c", Set.of("shop")));
    assertEquals(Set.of("b"), claims.release("a"), "the next is told");
    assertFalse(claims.acquire("c", Set.of("shop")), "b came before");
    assertTrue(claims.acquire("b", Set.of("shop")));
  }

  @Test
  void severalAreTakenTogetherOrNotAtAll() {
    claims.enqueue("a", Set.of("x"), T);
    claims.enqueue("b", Set.of("x", "y"), T.plusSeconds(1));
    claims.enqueue("c", Set.of("y"), T.plusSeconds(2));
    assertTrue(claims.acquire("a", Set.of("x")));
    assertFalse(claims.acquire("b", Set.of("x", "y")));
    assertFalse(claims.acquire("c", Set.of("y")), "b waits for it and came before");
    claims.release("a");
    assertTrue(claims.acquire("b", Set.of("x", "y")));
  }

  @Test
  void holdersAreHoldersAgainAfterARestart() {
    claims.restore("b", Set.of("shop"));
    claims.enqueue("a", Set.of("shop"), T);
    claims.enqueue("b", Set.of("shop"), T.plusSeconds(5));
    assertFalse(claims.acquire("a", Set.of("shop")));
    assertTrue(claims.acquire("b", Set.of("shop")));
  }

  @Test
  void differentServicesDoNotWaitForEachOther() {
    claims.enqueue("a", Set.of("shop"), T);
    claims.enqueue("b", Set.of("mail"), T);
    assertTrue(claims.acquire("a", Set.of("shop")));
    assertTrue(claims.acquire("b", Set.of("mail")));
  }

  @Test
  void whoLeavesTheQueueTellsThoseWhoWaitedBehindIt() {
    claims.enqueue("a", Set.of("x"), T);
    claims.enqueue("b", Set.of("x", "y"), T.plusSeconds(1));
    claims.enqueue("c", Set.of("y"), T.plusSeconds(2));
    assertTrue(claims.acquire("a", Set.of("x")));
    assertEquals(Set.of("c"), claims.release("b"));
    assertTrue(claims.acquire("c", Set.of("y")));
  }

  @Test
  void whoIsAheadIsNamedHoldersFirst() {
    Claims claims = new Claims();
    Set<String> shop = Set.of("shop");
    Instant now = Instant.EPOCH;
    claims.enqueue("holder", shop, now.plusSeconds(9));
    claims.acquire("holder", shop);
    claims.enqueue("later", shop, now.plusSeconds(3));
    claims.enqueue("first", shop, now.plusSeconds(1));
    claims.enqueue("other", Set.of("else"), now);
    assertEquals(List.of("holder", "first"), List.copyOf(claims.ahead("later", shop)));
    assertEquals(Set.of(), claims.ahead("other", Set.of("else")));
  }
}
