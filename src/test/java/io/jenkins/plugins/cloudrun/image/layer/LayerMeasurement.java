package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long layers take, in a warm JVM, medians: about 40 MB of jars from the class path, and the
 * classes of one of them. Run it by hand; it makes its files in a temporary folder.
 */
public final class LayerMeasurement {
  private static final long DEPENDENCIES = 40_000_000;
  private static final int WARM_UP = 5;
  private static final int RUNS = 11;

  private static final OperatingSystemMXBean CPU =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final PrintStream out = System.out;
  private final Path root;

  private LayerMeasurement(Path root) {
    this.root = root;
  }

  public static void main(String[] words) throws Exception {
    Path root = Files.createTempDirectory("layers");
    try {
      new LayerMeasurement(root).run();
    } finally {
      delete(root);
    }
  }

  private void run() throws Exception {
    List<Path> jars = jars();
    List<Path> classes = classes(jars.get(0));
    FileEntriesLayer dependencies = layer("dependencies", jars, "/app/libs/");
    FileEntriesLayer application = layer("application", classes, "/app/classes/");
    List<FileEntriesLayer> both = List.of(dependencies, application);
    out.printf("%d jars, %.1f MB; ", jars.size(), size(jars) / 1e6);
    out.printf("%d classes, %.1f MB%n", classes.size(), size(classes) / 1e6);

    time("cold, both layers", i -> root.resolve("cold" + i), both);
    Path warm = root.resolve("warm");
    build(warm, both);
    time("unchanged, just written: read once more", i -> warm, both, i -> age(jars, classes));
    Thread.sleep(2500);
    build(warm, both);
    time("unchanged", i -> warm, both);
    loop(warm, both);
    time("one class changed", i -> warm, both, i -> append(classes.get(i % classes.size())));
    time("all rebuilt with the same bytes", i -> warm, both, i -> rewrite(jars));
  }

  private void loop(Path cache, List<FileEntriesLayer> layers) throws Exception {
    int count = 500;
    long before = CPU.getProcessCpuTime();
    for (int i = 0; i < count; i++) {
      build(cache, layers);
    }
    double each = (CPU.getProcessCpuTime() - before) / 1e6 / count;
    out.printf(Locale.ROOT, "unchanged, %d times: processor %.2f ms each%n", count, each);
  }

  private interface Step {
    void run(int i) throws IOException;
  }

  private interface Folder {
    Path of(int i);
  }

  private void time(String what, Folder cache, List<FileEntriesLayer> layers) throws Exception {
    time(what, cache, layers, i -> {});
  }

  private void time(String what, Folder cache, List<FileEntriesLayer> layers, Step before)
      throws Exception {
    double[] millis = new double[RUNS];
    double[] cpu = new double[RUNS];
    for (int i = -WARM_UP; i < RUNS; i++) {
      before.run(i + WARM_UP);
      Path folder = cache.of(i);
      long cpuBefore = CPU.getProcessCpuTime();
      long start = System.nanoTime();
      build(folder, layers);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
        cpu[i] = (CPU.getProcessCpuTime() - cpuBefore) / 1e6;
      }
      if (!folder.endsWith("warm")) {
        delete(folder);
      }
    }
    Arrays.sort(millis);
    Arrays.sort(cpu);
    out.printf(
        Locale.ROOT,
        "%-42s %8.2f ms (%.2f to %.2f), processor %.1f ms%n",
        what,
        millis[RUNS / 2],
        millis[0],
        millis[RUNS - 1],
        cpu[RUNS / 2]);
  }

  private static void build(Path cache, List<FileEntriesLayer> layers) throws Exception {
    try (LayerCache.Session session = new LayerCache(cache, LayerCache.USUAL_LIMIT).open()) {
      session.layers(layers);
    }
  }

  private List<Path> jars() throws IOException {
    Path folder = Files.createDirectories(root.resolve("jars"));
    List<Path> jars = new ArrayList<>();
    long total = 0;
    for (String name : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(name);
      if (name.endsWith(".jar") && Files.exists(jar) && total < DEPENDENCIES) {
        Path copy = folder.resolve(jar.getFileName());
        if (!Files.exists(copy)) {
          Files.copy(jar, copy);
          jars.add(copy);
          total += Files.size(copy);
        }
      }
    }
    return jars;
  }

  private List<Path> classes(Path jar) throws IOException {
    Path folder = Files.createDirectories(root.resolve("classes"));
    List<Path> classes = new ArrayList<>();
    try (FileSystem zip = FileSystems.newFileSystem(jar);
        Stream<Path> all = Files.walk(zip.getPath("/"))) {
      for (Path path : all.filter(p -> p.toString().endsWith(".class")).limit(50).toList()) {
        Path copy = folder.resolve(classes.size() + ".class");
        Files.copy(path, copy);
        classes.add(copy);
      }
    }
    return classes;
  }

  private static void age(List<Path> jars, List<Path> classes) throws IOException {
    for (Path file : Stream.concat(jars.stream(), classes.stream()).toList()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }
  }

  private static void rewrite(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.write(file, Files.readAllBytes(file));
    }
  }

  private static void append(Path file) throws IOException {
    Files.write(file, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
  }

  private static FileEntriesLayer layer(String name, List<Path> files, String into) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    for (Path file : files) {
      layer.addEntry(
          new FileEntry(
              file,
              AbsoluteUnixPath.get(into + file.getFileName()),
              FilePermissions.fromOctalString("644"),
              FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
              ""));
    }
    return layer.build();
  }

  private static long size(List<Path> files) throws IOException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    return size;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
