package io.jenkins.plugins.cloudrun.image.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A long upload of sources says now and then how far it is. */
class UploadProgressTest {
  private static final long MB = 1_000_000;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void saysHowFarItIsNowAndThen() {
    List<String> lines = new ArrayList<>();
    UploadProgress progress = new UploadProgress(300 * MB, lines::add, () -> now);
    for (int second = 1; second <= 29; second++) {
      now = now.plusSeconds(1);
      progress.at(second * 4 * MB);
    }
    assertEquals(List.of("Uploaded 40.0 MB of 300.0 MB (13 %), 4.0 MB/s, about 1m left."), lines);
    now = now.plusSeconds(1);
    progress.at(280 * MB);
    assertEquals("Uploaded 280.0 MB of 300.0 MB (93 %), 9.3 MB/s, about 2s left.", lines.get(1));
  }

  @Test
  void aShortOneSaysNothing() {
    List<String> lines = new ArrayList<>();
    UploadProgress progress = new UploadProgress(300 * MB, lines::add, () -> now);
    for (int i = 1; i < 10; i++) {
      now = now.plusSeconds(1);
      progress.at(i * 30 * MB);
    }
    assertEquals(List.of(), lines);
  }
}
