package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM needs, in MB of a million bytes.
 *
 * @param threads most at once, without those of the JVM itself
 * @param heapPeak most that was in its heap, garbage included
 * @param heapLive what is in use after a collection
 * @param resident most that it had in physical memory (Linux: {@code VmHWM})
 */
record Usage(int threads, double heapPeak, double heapLive, double resident) {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  static Usage ofThisJava(ThreadCount threads) throws IOException {
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    System.gc();
    // The pools peak at different times, and never together above what the JVM may take.
    peak = Math.min(peak, Runtime.getRuntime().maxMemory());
    long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Matcher resident = PEAK.matcher(Files.readString(Path.of("/proc/self/status")));
    return new Usage(
        threads.most(),
        peak / 1e6,
        live / 1e6,
        resident.find() ? Long.parseLong(resident.group(1)) * 1024 / 1e6 : 0);
  }

  String line() {
    return threads + " " + heapPeak + " " + heapLive + " " + resident;
  }

  static Usage parse(String line) {
    String[] words = line.split(" ", -1);
    return new Usage(
        Integer.parseInt(words[0]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]));
  }
}
