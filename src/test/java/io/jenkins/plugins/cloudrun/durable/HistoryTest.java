package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories stay small, and those who look on miss nothing. */
class HistoryTest {
  private static Entry line(int number) {
    return new Entry(Instant.EPOCH, Entry.INFO, "line " + number);
  }

  @Test
  void theFirstLinesAndTheLastOnesStayAndTheOthersAreCounted() {
    List<Entry> history = List.of();
    int most = 0;
    for (int i = 0; i < 5000; i++) {
      history = History.with(history, line(i));
      most = Math.max(most, history.size());
    }
    assertTrue(most <= History.MOST_ENTRIES, most + " lines");
    assertEquals("line 0", history.get(0).text());
    assertEquals("line 4999", history.get(history.size() - 1).text());
    List<Entry> gaps = history.stream().filter(e -> e.kind().equals(Entry.OMITTED)).toList();
    assertEquals(1, gaps.size());
    assertEquals(5000, history.size() - 1 + History.omitted(gaps.get(0)));
  }

  @Test
  void longLinesCountToo() {
    List<Entry> history = List.of();
    for (int i = 0; i < 2000; i++) {
      history = History.with(history, new Entry(Instant.EPOCH, Entry.LOG, "x".repeat(10_000) + i));
    }
    int characters = history.stream().mapToInt(e -> e.text().length()).sum();
    assertTrue(characters <= History.MOST_CHARACTERS, characters + " characters");
    assertTrue(history.get(0).text().endsWith("(6001 more characters are not kept)"));
  }

  @Test
  void whoLooksOnFromTheBeginningSeesEachLineOnce() {
    List<String> seen = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    Spectator spectator = new Spectator(0, recorder(seen, positions));
    List<Entry> history = List.of();
    for (int i = 0; i < 3000; i++) {
      history = History.with(history, line(i));
      spectator.show(Shown.of(history, 0));
    }
    assertEquals(3000, seen.size());
    for (int i = 0; i < 3000; i++) {
      assertEquals("line " + i, seen.get(i));
      assertEquals(i, positions.get(i));
    }
  }

  @Test
  void whoComesLateIsToldHowMuchIsMissing() {
    List<Entry> history = List.of();
    for (int i = 0; i < 3000; i++) {
      history = History.with(history, line(i));
    }
    List<String> seen = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    new Spectator(1000, recorder(seen, positions)).show(Shown.of(history, 0));
    assertTrue(seen.get(0).endsWith("lines that came meanwhile are not kept)"), seen.get(0));
    assertEquals("line 2999", seen.get(seen.size() - 1));
    assertEquals(2999, positions.get(positions.size() - 1));
    assertEquals("line " + (positions.get(0) + 1), seen.get(1));
  }

  @Test
  void theBeginningThatFirstVersionsForgotIsStillCounted() {
    List<String> seen = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    new Spectator(0, recorder(seen, positions)).show(Shown.of(List.of(line(50)), 50));
    assertEquals(List.of("(50 lines that came meanwhile are not kept)", "line 50"), seen);
    assertEquals(List.of(49, 50), positions);
  }

  private static Watcher recorder(List<String> seen, List<Integer> positions) {
    return new Watcher() {
      @Override
      public void line(Entry entry, int position) {
        seen.add(entry.text());
        positions.add(position);
      }

      @Override
      public void settled(Durable.Settlement settlement) {}
    };
  }

  @Test
  void progressIsSaidWhenItIsDueAndNew() {
    Instant began = Instant.parse("2026-01-01T00:00:00Z");
    List<Entry> history = List.of(new Entry(began, Entry.SECTION, "Copying"));
    assertFalse(History.isDue(history, began, began.plusSeconds(9), "10 MB"));
    assertTrue(History.isDue(history, began, began.plusSeconds(10), "10 MB"));
    history = History.with(history, new Entry(began.plusSeconds(10), Entry.INFO, "10 MB"));
    assertFalse(History.isDue(history, began, began.plusSeconds(29), "20 MB"));
    assertTrue(History.isDue(history, began, began.plusSeconds(30), "20 MB"));
    assertFalse(History.isDue(history, began, began.plusSeconds(500), "10 MB"), "nothing new");
    // Something else that begins later has a cadence of its own.
    assertFalse(History.isDue(history, began.plusSeconds(50), began.plusSeconds(59), "20 MB"));
    assertTrue(History.isDue(history, began.plusSeconds(50), began.plusSeconds(60), "20 MB"));
  }
}
