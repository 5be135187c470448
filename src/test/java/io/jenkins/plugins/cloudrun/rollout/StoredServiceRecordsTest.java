package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What earlier versions knew of services is read whole, and what is not understood is kept. */
class StoredServiceRecordsTest {
  private static final ImageDigest GOOD = new ImageDigest("sha256:" + "b".repeat(64));
  private static final CommitSha SHA = new CommitSha("c".repeat(40));
  private static final Optional<Commit> COMMIT =
      Optional.of(new Commit(SHA, CommitPage.parse("https://git.example.com/shop/commit/c")));

  @TempDir Path home;

  @Test
  void nothingOfAnyFormIsLost() throws Exception {
    Map<String, String> files = Golden.files("services");
    assertTrue(files.size() >= 2, files.keySet().toString());
    for (Map.Entry<String, String> file : files.entrySet()) {
      ServiceRecord record = ServiceRecordJson.read(file.getValue());
      assertTrue(record.of(Scenario.OLD).isPresent(), file.getKey());
      assertTrue(record.failure(FakeCloud.DIGEST).isPresent(), file.getKey());
      assertEquals(
          List.of(),
          Golden.lost(file.getValue(), ServiceRecordJson.write(Scenario.KEY, record)),
          file.getKey());
    }
  }

  @Test
  void whatANewerVersionWroteIsSetAsideAndNotWrittenOver() throws Exception {
    Notes notes = new Notes(home);
    ServiceRecords records = new ServiceRecords(notes);
    String newer = "{\"format\":99,\"proven\":[],\"failed\":[]}";
    notes.write(Scenario.KEY.resource(), newer);
    assertEquals(ServiceRecord.EMPTY, records.read(Scenario.KEY));
    records.write(Scenario.KEY, known());
    assertEquals(known(), records.read(Scenario.KEY));
    try (Stream<Path> files = Files.list(home)) {
      Path aside =
          files.filter(file -> file.toString().endsWith(".set-aside")).findFirst().orElseThrow();
      assertEquals(newer, Files.readString(aside));
    }
  }

  @Test
  void whatServesIsReadOfAllServices() {
    ServiceRecords records = new ServiceRecords(new Notes(home));
    records.write(Scenario.KEY, known());
    Map<ServiceKey, ServiceRecord> all = Map.of(Scenario.KEY, known().withoutFailed());
    assertEquals(all, records.all());
    // One that cannot be read hides itself alone, and what is written later is seen.
    new Notes(home).write("torn", "{");
    ServiceRecords later = new ServiceRecords(new Notes(home));
    assertEquals(all, later.all());
    later.write(Scenario.KEY, known().serving(known().serving()));
    ServiceKey other =
        new ServiceKey(Scenario.KEY.project(), new Region("europe-north1"), Scenario.KEY.service());
    later.write(other, known());
    assertEquals(2, later.all().size());
  }

  private static ServiceRecord known() {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    return ServiceRecord.EMPTY
        .with(new ServiceRecord.Proven(Scenario.OLD, at, "r-0", true), Optional.empty())
        .leaving(Scenario.OLD, at)
        .with(
            new ServiceRecord.Failed(
                FakeCloud.DIGEST, new RevisionName("shop-two"), "It was ill.", at, "r-1"))
        .with(
            new ServiceRecord.Proven(
                new RevisionName("shop-three"),
                at,
                "r-2",
                false,
                Optional.of(GOOD),
                COMMIT,
                Optional.empty()),
            Optional.of(GOOD))
        .serving(
            Optional.of(
                new Serving(
                    new RevisionName("shop-three"),
                    Optional.of(GOOD),
                    COMMIT,
                    List.of(new Share("shop-three", 90), new Share("shop-four", 10)),
                    Serving.Health.HEALTHY,
                    at,
                    new Origin("team/shop", Optional.of(7), "Started by user Ada"),
                    "r-3",
                    new Account(Optional.of("deployer"), Optional.empty()),
                    Optional.of(Outcome.ROLLED_BACK))));
  }

  /** Writes the file of today's form. Argument: its path. */
  public static void main(String[] arguments) throws Exception {
    Files.writeString(Path.of(arguments[0]), ServiceRecordJson.write(Scenario.KEY, known()) + "\n");
  }
}
