package io.jenkins.plugins.cloudrun.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.Decision.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final TargetName DEV = new TargetName("dev");
  private static final TargetName STAGING = new TargetName("staging");
  private static final TargetName PROD = new TargetName("prod");
  private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "a".repeat(64));
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Freeze SATURDAY = WeeklyFreeze.parse("rest", "Sat", "00:00", "24:00", "UTC");

  private static Facts facts(TargetName from, TargetName to, String... gates) {
    return facts(from, to, Optional.empty(), gates);
  }

  private static Facts facts(
      TargetName from, TargetName to, Optional<FreezeOverride> override, String... gates) {
    return new Facts(
        NOW,
        from,
        to,
        List.of(DEV, STAGING, PROD),
        DIGEST,
        List.of(
            new Facts.Place(shop("europe-west1"), List.of(gates), "r-1", NOW),
            new Facts.Place(shop("us-central1"), List.of("http"), "r-1", NOW)),
        override);
  }

  private static ServiceKey shop(String region) {
    return new ServiceKey(
        new ProjectId("example-project"), new Region(region), new ServiceName("shop"));
  }

  private static Rules rules(List<String> gates, List<Freeze> freezes, List<String> sources) {
    return new Rules(gates, Optional.empty(), freezes, sources);
  }

  private static Verdict verdict(Rules rules, Facts facts) {
    return Decision.of(rules, facts).verdict();
  }

  @Test
  void goesFromOneTargetToTheNext() {
    assertEquals(Verdict.ALLOWED, verdict(Rules.NONE, facts(DEV, STAGING)));
    assertEquals(Verdict.ALLOWED, verdict(Rules.NONE, facts(STAGING, PROD)));
    for (Facts wrong :
        List.of(
            facts(DEV, PROD),
            facts(PROD, STAGING),
            facts(STAGING, DEV),
            facts(PROD, PROD),
            facts(new TargetName("elsewhere"), PROD))) {
      Decision refused = Decision.of(Rules.NONE, wrong);
      assertEquals(Verdict.REFUSED, refused.verdict());
      assertEquals(Decision.Reason.ORDER, refused.reasons().get(0).kind());
    }
    Rules named = rules(List.of(), List.of(), List.of("dev", "elsewhere"));
    assertEquals(Verdict.ALLOWED, verdict(named, facts(DEV, PROD)));
    assertEquals(Verdict.REFUSED, verdict(named, facts(STAGING, PROD)));
  }

  @Test
  void eachGateIsAskedForInEachRegion() {
    Rules gates = rules(List.of("http", "metrics"), List.of(), List.of());
    assertEquals(Verdict.REFUSED, verdict(gates, facts(STAGING, PROD, "http", "metrics")));
    Rules http = rules(List.of("http"), List.of(), List.of());
    assertEquals(Verdict.ALLOWED, verdict(http, facts(STAGING, PROD, "http", "logs")));
    Decision refused = Decision.of(http, facts(STAGING, PROD, "logs"));
    assertEquals(Verdict.REFUSED, refused.verdict());
    assertTrue(refused.text().contains("on service shop in europe-west1 of example-project."));
  }

  @Test
  void onlyAFreezeIsOverridden() {
    Rules frozen = rules(List.of(), List.of(SATURDAY), List.of());
    Optional<FreezeOverride> word = Optional.of(new FreezeOverride("ada", "a\nleak"));
    assertEquals(Verdict.NEEDS_OVERRIDE, verdict(frozen, facts(STAGING, PROD)));
    Decision overridden = Decision.of(frozen, facts(STAGING, PROD, word));
    assertEquals(Verdict.ALLOWED, overridden.verdict());
    assertEquals("ada", overridden.basis().get("overriddenBy"));
    assertEquals("a leak", overridden.basis().get("overrideReason"));
    assertEquals("2026-11-22T00:00:00Z", overridden.basis().get("frozenUntil"));
    assertEquals(Verdict.REFUSED, verdict(frozen, facts(DEV, PROD, word)));
    Rules both = rules(List.of("logs"), List.of(SATURDAY), List.of());
    Decision refused = Decision.of(both, facts(STAGING, PROD, word));
    assertEquals(Verdict.REFUSED, refused.verdict());
    assertEquals(2, Decision.of(both, facts(STAGING, PROD)).reasons().size());
  }

  @Test
  void peopleAreAskedAfterAllElse() {
    Rules people =
        new Rules(
            List.of(),
            Optional.of(
                new RequiredApproval(
                    2, List.of("managers"), new NotBy(true, true), Duration.ofHours(1))),
            List.of(),
            List.of());
    Decision decision = Decision.of(people, facts(STAGING, PROD));
    assertEquals(Verdict.NEEDS_APPROVAL, decision.verdict());
    assertTrue(decision.goesOn());
    assertEquals(
        "2 of managers, but neither who started it nor who wrote it",
        decision.basis().get("approval"));
    assertEquals(Verdict.REFUSED, verdict(people, facts(DEV, PROD)));
  }
}
