package io.jenkins.plugins.cloudrun.image.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the size of a layer. */
class LargeLayerTest {
  private static final int GIBIBYTE = 1 << 30;
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path temp;

  @Test
  void aGibibyteFitsThroughASmallHeap() throws Exception {
    Path file = temp.resolve("large");
    Random random = new Random(1);
    byte[] noise = new byte[8 * MEBIBYTE];
    random.nextBytes(noise);
    byte[] text =
        "A line of a log, again and again.\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      // Three quarters that do not shrink, one that does.
      for (long written = 0; written < GIBIBYTE; written += 32 * MEBIBYTE) {
        for (int i = 0; i < 3; i++) {
          noise[0]++;
          out.write(noise);
        }
        for (int left = 8 * MEBIBYTE; left > 0; left -= text.length) {
          out.write(text, 0, Math.min(left, text.length));
        }
      }
    }
    assertEquals(GIBIBYTE, Files.size(file));

    long start = System.nanoTime();
    Process jvm = OtherJvm.start(temp.resolve("cache"), LayerCache.USUAL_LIMIT, file, "-Xmx256m");
    String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(jvm.waitFor(2, TimeUnit.MINUTES), printed);
    assertEquals(0, jvm.exitValue(), printed);
    Map<String, String> found = new HashMap<>();
    printed.lines().map(line -> line.split(" ")).forEach(w -> found.put(w[0], w[w.length - 1]));
    long heap = Long.parseLong(found.get("heap"));
    long resident = Long.parseLong(found.get("resident"));
    System.out.printf(
        "1 GiB layer under -Xmx256m: %.1f s, peak heap at most %d MB, resident %d MB%n",
        (System.nanoTime() - start) / 1e9, heap / 1_000_000, resident / 1_000_000);
    long size = Long.parseLong(found.get("size"));
    assertTrue(size > GIBIBYTE / 2 && size < GIBIBYTE, printed);
    assertTrue(resident < 300_000_000, printed);
  }
}
