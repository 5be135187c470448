package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogMark;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that grows, cut into lines. */
class BuildLogsTest {
  private static LogPart lines(String text, long from, boolean last) {
    return BuildLogs.lines(text.getBytes(StandardCharsets.UTF_8), new LogMark(from, ""), last);
  }

  @Test
  void aLineIsShownWhenItIsWhole() {
    LogPart part = lines("one\ntwo\nthr", 10, false);
    assertEquals(List.of("one", "two"), part.lines());
    assertEquals(18, part.next().offset());
    assertFalse(part.more());
  }

  @Test
  void atTheEndAllIsShown() {
    LogPart part = lines("one\nrest", 0, true);
    assertEquals(List.of("one", "rest"), part.lines());
    assertEquals(8, part.next().offset());
  }

  @Test
  void aProgressBarIsItsLastState() {
    assertEquals(List.of("100%", "x"), lines("1%\r50%\r100%\r\nx\n", 0, false).lines());
  }

  @Test
  void aLogInManyLooksLosesNothing() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("line ").append(i).append(i % 7 == 0 ? " \u00fc" : "").append("\n");
    }
    text.append("x".repeat(3 * BuildLogs.MOST_BYTES)).append("\nend");
    byte[] all = text.toString().getBytes(StandardCharsets.UTF_8);
    List<String> shown = new ArrayList<>();
    LogMark mark = LogMark.BEGINNING;
    boolean more = true;
    while (more) {
      int from = (int) mark.offset();
      byte[] some =
          Arrays.copyOfRange(all, from, Math.min(all.length, from + BuildLogs.MOST_BYTES));
      LogPart part = BuildLogs.lines(some, mark, true);
      assertTrue(part.lines().size() <= BuildLogs.MOST_LINES);
      shown.addAll(part.lines());
      mark = part.next();
      more = part.more();
    }
    assertEquals(all.length, mark.offset());
    assertEquals("line 19998", shown.get(19_998));
    assertEquals("end", shown.get(shown.size() - 1));
    assertTrue(shown.stream().allMatch(line -> line.length() <= 1003));
  }
}
