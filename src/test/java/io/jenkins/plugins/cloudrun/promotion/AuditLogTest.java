package io.jenkins.plugins.cloudrun.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir Path folder;

  private static AuditEntry entry(int number) {
    return new AuditEntry(
        "r-" + number + "/approved/ada",
        Instant.parse("2026-11-21T12:00:00Z").plusSeconds(number),
        AuditEntry.APPROVED,
        "ada",
        number % 2 == 0 ? "team/shop" : "team/till",
        Optional.of(number),
        "r-" + number,
        "projects/p/locations/l/services/shop",
        "it is \"fine\"\nand so on ü",
        Map.of("digest", "sha256:x", "order", List.of("dev", "prod"), "n", 3));
  }

  private static List<String> ids(List<AuditEntry> entries) {
    return entries.stream().map(AuditEntry::rollout).toList();
  }

  @Test
  void aLineIsReadBackAsItWas() {
    AuditEntry entry = entry(1);
    String line = AuditJson.write(entry);
    assertFalse(line.contains("\n"));
    AuditEntry read = AuditJson.read(line).orElseThrow();
    assertEquals(entry.why(), read.why());
    assertEquals(entry.basis().get("order"), read.basis().get("order"));
    assertEquals(line, AuditJson.write(read));
    assertTrue(AuditJson.read("{\"id\":").isEmpty());
    assertTrue(AuditJson.read("").isEmpty());
  }

  @Test
  void theLatestComeFirstAndOnceEach() {
    AuditLog log = new AuditLog(folder);
    for (int i = 0; i < 5; i++) {
      log.record(entry(i));
      log.record(entry(i));
    }
    // Another process over the same files.
    AuditLog later = new AuditLog(folder);
    later.record(entry(3));
    later.record(entry(5));
    assertEquals(List.of("r-5", "r-4", "r-3"), ids(later.latest(3, e -> true)));
    assertEquals(
        List.of("r-4", "r-2", "r-0"), ids(later.latest(9, e -> e.item().equals("team/shop"))));
  }

  @Test
  void aTornLineIsPassedOverAndTheNextOneIsWhole() throws Exception {
    AuditLog log = new AuditLog(folder);
    log.record(entry(1));
    byte[] half = AuditJson.write(entry(2)).getBytes(StandardCharsets.UTF_8);
    // The last byte is the first half of a character.
    int cut = new String(half, StandardCharsets.ISO_8859_1).indexOf('Ã') + 1;
    Files.write(
        folder.resolve("audit.jsonl"),
        java.util.Arrays.copyOf(half, cut),
        StandardOpenOption.APPEND);
    AuditLog later = new AuditLog(folder);
    later.record(entry(2));
    later.record(entry(3));
    assertEquals(List.of("r-3", "r-2", "r-1"), ids(later.latest(9, e -> true)));
  }

  @Test
  void whatIsFullGoesAsideAndWhatIsOldGoes() throws Exception {
    AuditLog log = new AuditLog(folder, 1000);
    for (int i = 0; i < 100; i++) {
      log.record(entry(i));
    }
    try (var files = Files.list(folder)) {
      assertEquals(10, files.count());
    }
    List<String> kept = ids(log.latest(1000, e -> true));
    assertEquals("r-99", kept.get(0));
    assertTrue(kept.size() >= 18 && kept.size() < 60, kept.size() + "");
    // Across files nothing is told twice, and nothing is missing in between.
    List<String> expected = new ArrayList<>();
    for (int i = 99; i > 99 - kept.size(); i--) {
      expected.add("r-" + i);
    }
    assertEquals(expected, kept);
    List<String> lines = new ArrayList<>();
    log.export(e -> true, lines::add);
    assertEquals(kept.size(), lines.size());
    assertEquals("r-99", AuditJson.read(lines.get(lines.size() - 1)).orElseThrow().rollout());
  }
}
