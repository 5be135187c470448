package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds a layer of one file in a JVM of its own and prints what came out. */
final class OtherJvm {
  private OtherJvm() {}

  /**
   * @param words cache folder, limit, file to build from; instead of that a number makes so many
   *     small builds
   */
  public static void main(String[] words) throws Exception {
    LayerCache cache = new LayerCache(Path.of(words[0]), Long.parseLong(words[1]));
    if (words[2].matches("\\d+")) {
      many(cache, Integer.parseInt(words[2]));
      return;
    }
    try (LayerCache.Session session = cache.open()) {
      System.out.println("open");
      LayerBlob blob = session.layer(layer(Path.of(words[2])));
      System.out.println("digest " + blob.digest());
      System.out.println("diffId " + blob.diffId());
      System.out.println("size " + Files.size(blob.file()));
    }
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.println("heap " + heap);
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        System.out.println("resident " + Long.parseLong(line.replaceAll("\\D", "")) * 1024);
      }
    }
  }

  private static void many(LayerCache cache, int count) throws Exception {
    Path file = Files.createTempFile("layer", "");
    for (int i = 0; i < count; i++) {
      Files.writeString(file, ProcessHandle.current().pid() + " " + i);
      try (LayerCache.Session session = cache.open()) {
        Files.size(session.layer(layer(file)).file());
      }
    }
    Files.delete(file);
    System.out.println("made " + count);
  }

  static FileEntriesLayer layer(Path file) {
    return FileEntriesLayer.builder()
        .setName("layer")
        .addEntry(file, AbsoluteUnixPath.get("/app/" + file.getFileName()))
        .build();
  }

  static Process start(Path cache, long limit, Path file, String... options) throws IOException {
    return start(cache, limit, file.toString(), options);
  }

  static Process start(Path cache, long limit, String what, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherJvm.class.getName());
    command.addAll(List.of(cache.toString(), Long.toString(limit), what));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
