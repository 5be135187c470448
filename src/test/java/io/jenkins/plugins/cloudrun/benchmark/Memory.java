package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM has needed at most, in bytes.
 *
 * @param resident most that it had in physical memory, of everything (Linux: {@code VmHWM})
 * @param heap the sum of its heap pools' peaks
 * @param metaspace that its classes need now
 * @param threads most at once
 */
record Memory(long resident, long heap, long metaspace, long threads) {
  static final String QUESTION = "memory";

  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  static Memory ofThisJava() throws IOException {
    Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/self/status")));
    if (!peak.find()) {
      throw new IOException("/proc/self/status has no VmHWM: the benchmark needs Linux.");
    }
    long heap = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        heap += pool.getPeakUsage().getUsed();
      }
    }
    return new Memory(
        Long.parseLong(peak.group(1)) * 1024,
        heap,
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .mapToLong(pool -> pool.getUsage().getUsed())
            .sum(),
        ManagementFactory.getThreadMXBean().getPeakThreadCount());
  }

  String line() {
    return Talk.joined(
        List.of(resident, heap, metaspace, threads).stream().map(String::valueOf).toList());
  }

  static Memory parse(String line) {
    String[] words = line.split("\t", -1);
    return new Memory(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }
}
