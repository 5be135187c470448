package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeJob;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Pictured;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Served;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments as people see them who have chosen a time zone. */
class WhenTest {
  private static final Instant AT = Instant.parse("2026-01-01T20:00:20.5Z");

  @ParameterizedTest
  @CsvSource({
    "UTC,              2026-01-01 20:00:20 UTC",
    "Europe/Berlin,    2026-01-01 21:00:20 CET",
    "America/New_York, 2026-01-01 15:00:20 EST",
    "Asia/Tokyo,       2026-01-02 05:00:20 JST",
    "Asia/Kolkata,     2026-01-02 01:30:20 IST",
  })
  void aMomentIsShownInTheZoneOfTheOneWhoLooks(String zone, String text) {
    When when = new When(AT, Clock.fixed(AT.plusSeconds(61), ZoneId.of(zone)));
    assertEquals(text, when.getText());
    assertEquals(text, when.getDay() + when.getClock() + when.getZone());
    assertEquals("2026-01-01T20:00:20Z", when.getIso(), "programs read UTC");
    assertEquals("1m1s ago", when.getAway());
  }

  @Test
  void everyPageIsInTheZoneOfTheOneWhoLooks(@TempDir Path home) {
    try (FakePlatform platform = new FakePlatform()) {
      platform.zone = ZoneId.of("Asia/Tokyo");
      Served served = new Served(home);
      platform.services = served.records();
      FakeJob shop = new FakeJob("shop");
      shop.granted = Set.of(CloudRunPermissions.VIEW);
      platform.items.put("shop", shop);
      Origin origin = new Origin("shop", Optional.of(1), "Started by user Ada");
      served.serves(Served.key("project-one", "europe-west1", "shop"), origin, AT);
      Rollout ended = Served.ended("d-1", origin, Outcome.SUCCEEDED, AT);
      platform.rollouts.start(ended);
      JobRollouts page = new JobRollouts(shop);
      BoardRow row = page.getBoard().rows().get(0);
      assertEquals("2026-01-02 05:00:20 JST", String.valueOf(row.getSince().getText()));
      assertEquals("2026-01-01T20:00:20Z", row.getSinceIso());
      RolloutPage one = page.getRollout("d-1");
      assertEquals("2026-01-02 04:59:20 JST", one.getStarted().getText());
    }
  }

  @Test
  void thePictureIsInTheSameZone() {
    Rollout rollout = Pictured.begun(Pictured.REGION).serves(0, 0).serves(20, 5).rollout();
    FakeJob shop = new FakeJob("shop");
    RolloutPage page =
        new RolloutPage(
            shop,
            shop,
            "job/shop/cloud-run/",
            rollout,
            Clock.fixed(rollout.startedAt().plusSeconds(90), ZoneId.of("Asia/Tokyo")));
    String begun = page.getStarted().getClock();
    assertTrue(
        page.getTimeline().ticks().stream().anyMatch(tick -> tick.text().equals(begun)),
        page.getTimeline().ticks() + " " + begun);
  }
}
