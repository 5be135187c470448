package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.model.RevisionName;
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
  @TempDir Path home;

  @Test
  void nothingOfAnyFormIsLost() throws Exception {
    Map<String, String> files = Golden.files("services");
    assertTrue(files.size() >= 2, files.keySet().toString());
    for (Map.Entry<String, String> file : files.entrySet()) {
      ServiceRecord record = ServiceRecordJson.read(file.getValue());
      assertTrue(record.knows(Scenario.OLD), file.getKey());
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

  private static ServiceRecord known() {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    return ServiceRecord.EMPTY
        .with(new ServiceRecord.Proven(Scenario.OLD, at, "r-0", true), Optional.empty())
        .with(
            new ServiceRecord.Failed(
                FakeCloud.DIGEST, new RevisionName("shop-two"), "It was ill.", at, "r-1"));
  }

  /** Writes the file of today's form. Argument: its path. */
  public static void main(String[] arguments) throws Exception {
    Files.writeString(Path.of(arguments[0]), ServiceRecordJson.write(Scenario.KEY, known()) + "\n");
  }
}
