package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.promotion.WeeklyFreeze;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Promotions as an earlier version stored them are read as they were. Never edit the files. */
class StoredPromotionsTest {
  private static final Path FOLDER = Path.of("src/test/resources/stored/promotions/4");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** Writes the files of a new form: raise the number of {@link #FOLDER} before. */
  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(FOLDER);
    for (Map.Entry<String, Rollout> each : stored().entrySet()) {
      Files.writeString(
          FOLDER.resolve(each.getKey() + ".json"),
          new RolloutJson(Golden.PLAIN).write(each.getValue()));
    }
  }

  private static Map<String, Rollout> stored() {
    Rules rules =
        new Rules(
            List.of("http"),
            Optional.of(
                new RequiredApproval(
                    2, List.of("managers"), new NotBy(true, false), Duration.ofHours(4))),
            List.of(
                WeeklyFreeze.parse("weekend", "Sat, Sun", "00:00", "24:00", "Europe/Berlin"),
                PromotionScenario.ALWAYS),
            List.of("dev"));
    Plan plan =
        PromotionScenario.plan(
            rules,
            Optional.of(new FreezeOverride("carol", "a leak")),
            Optional.of(FakeCloud.DIGEST));
    Rollout begun =
        Rollout.start("r-1", new Origin("team/shop", Optional.of(7), "alice"), plan, NOW);
    ImageReference image =
        ImageReference.parse(
            "us-central1-docker.pkg.dev/example-dev/apps/shop@" + FakeCloud.DIGEST);
    Rollout decided =
        begun
            .copy()
            .digest(FakeCloud.DIGEST)
            .passage(
                new Passage(
                    image,
                    Optional.of(
                        new Commit(new CommitSha("0123456789012345678901234567890123456789"))),
                    Map.of("order", List.of("dev", "prod")),
                    List.of()))
            .build();
    Map<String, Rollout> all = new LinkedHashMap<>();
    all.put("queued", begun);
    all.put("promoting", begun.in(new Promoting(), NOW));
    all.put("copying", decided.in(new Copying(image), NOW));
    Rollout asking = decided.in(Approving.at(decided, Approving.BEFORE, NOW), NOW);
    all.put("approving", asking);
    Rollout one = asking.with(new Command(Command.APPROVE, "bob", "fine", NOW));
    all.put("approved-by-one", one);
    all.put("approved-by-two", one.with(new Command(Command.APPROVE, "carol", "", NOW)));
    all.put("rejected", one.with(new Command(Command.REJECT, "dave", "no", NOW)));
    return all;
  }

  @Test
  void areReadAsTheyWere() throws Exception {
    for (Map.Entry<String, Rollout> each : stored().entrySet()) {
      String text = Files.readString(FOLDER.resolve(each.getKey() + ".json"));
      assertEquals(each.getValue(), new RolloutJson(Golden.PLAIN).read(text), each.getKey());
    }
    assertEquals(1, stored().get("rejected").assents().size());
  }
}
