package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Difference;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Kind;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Moment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rollout notes for its page, over a cloud in memory. */
class ChronicleTest {
  @TempDir Path home;

  /** As it was stored in the end. */
  private Rollout ended(Scenario scenario, Plan plan) throws Exception {
    scenario.run(plan);
    return new FileStore<>(home, new RolloutJson(Scenario.SEAL)).find("r-1").orElseThrow();
  }

  private static String told(Rollout rollout) {
    String own = rollout.revision().value();
    return rollout.chronicle().moments().stream()
        .map(
            moment ->
                moment.region().replaceAll("-.*", "")
                    + " "
                    + moment.kind()
                    + moment.shares().stream()
                        .map(
                            share ->
                                " "
                                    + share.percent()
                                    + (share.revision().equals(own) ? " new" : " old"))
                        .collect(Collectors.joining(",")))
        .collect(Collectors.joining("; "));
  }

  @Test
  void everyShareThatServedIsNotedOnce() throws Exception {
    Scenario scenario = new Scenario(home);
    scenario.serving();
    Rollout rollout = ended(scenario, Scenario.canary());
    assertEquals(
        "us TRAFFIC 100 old; us READY; us TRAFFIC 95 old, 5 new; us TRAFFIC 50 old, 50 new;"
            + " us TRAFFIC 100 new",
        told(rollout).replace("50 new, 50 old", "50 old, 50 new"));
    assertTrue(
        rollout.chronicle().addresses().get(0).url().startsWith("https://"),
        rollout.chronicle().addresses().toString());
  }

  @Test
  void aRollbackIsNotedWithItsBeginAndItsEnd() throws Exception {
    Scenario scenario = new Scenario(home);
    scenario.serving();
    Plan plan = Scenario.canary();
    scenario.cloud.newRevisionsFail = true;
    Rollout rollout = ended(scenario, plan);
    assertEquals("us TRAFFIC 100 old; us ROLLBACK", told(rollout));
    assertTrue(
        rollout.chronicle().conditions().stream()
            .anyMatch(condition -> condition.reason().equals("HEALTH_CHECK_CONTAINER_ERROR")),
        rollout.chronicle().conditions().toString());
  }

  @Test
  void eachRegionHasItsOwn() throws Exception {
    Scenario scenario = new Scenario(home);
    scenario.serving();
    Rollout rollout =
        ended(
            scenario,
            Scenario.plan(
                Plan.Traffic.ALL,
                List.of(),
                List.of(Scenario.KEY.region(), new Region("europe-west1"))));
    assertEquals(
        "us TRAFFIC 100 old; us READY; us TRAFFIC 100 new; europe READY; europe TRAFFIC 100 new",
        told(rollout));
  }

  @Test
  void noValueThatMayBeSecretIsKept() throws Exception {
    Scenario scenario = new Scenario(home);
    scenario.serving();
    scenario.cloud.services.get(Scenario.KEY).parts =
        Map.of("image", "shop@sha256:1", "env TOKEN", "set");
    Rollout rollout = ended(scenario, Scenario.canary());
    assertEquals(
        List.of(new Difference("us-central1", "env TOKEN", "set", "set, by this deploy")),
        rollout.chronicle().differences());
    assertFalse(ChronicleJson.write(rollout.chronicle()).toString().contains("very-secret-value"));
  }

  @Test
  void itStaysWithinBoundsAndKeepsBothEnds() {
    Chronicle chronicle = Chronicle.EMPTY;
    for (int i = 0; i < 1000; i++) {
      chronicle =
          chronicle.with(
              new Moment(
                  Instant.ofEpochSecond(i), "r", Kind.TRAFFIC, List.of(new Share("s", i % 100))));
    }
    assertEquals(Chronicle.MOST_MOMENTS, chronicle.moments().size());
    assertEquals(Instant.ofEpochSecond(0), chronicle.moments().get(0).at());
    assertEquals(
        Instant.ofEpochSecond(999), chronicle.moments().get(Chronicle.MOST_MOMENTS - 1).at());
    assertEquals(
        Chronicle.MOST_DIFFERENCES,
        chronicle
            .with(java.util.Collections.nCopies(500, new Difference("r", "s", "", "x")))
            .differences()
            .size());
  }

  @Test
  void aKindThatIsNotKnownIsPassedOver() {
    Chronicle chronicle =
        Chronicle.EMPTY
            .with(new Moment(Instant.EPOCH, "r", Kind.READY, List.of()))
            .with(new Moment(Instant.EPOCH, "r", Kind.ROLLBACK, List.of()));
    JsonObject file = new JsonObject();
    file.add(
        "chronicle",
        JsonParser.parseString(
            ChronicleJson.write(chronicle).toString().replace("\"ready\"", "\"eclipse\"")));
    assertEquals(
        List.of(Kind.ROLLBACK),
        ChronicleJson.read(file).moments().stream().map(Moment::kind).toList());
    assertEquals(Chronicle.EMPTY, ChronicleJson.read(new JsonObject()));
  }
}
