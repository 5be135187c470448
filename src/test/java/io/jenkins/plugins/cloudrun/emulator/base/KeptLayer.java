package io.jenkins.plugins.cloudrun.emulator.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layer with the runtime, kept in a folder for the next time.
 *
 * @param file compressed
 * @param diffId the digest of the tar before it is compressed
 */
record KeptLayer(Path file, String diffId) {
  private static final String LAYER = "layer.tar.gz";
  private static final String DIFF_ID = "diff-id";

  /** The layer of this Java version, made if the folder has none. */
  static KeptLayer in(Path folder, Jlink jlink) throws IOException {
    String version = Runtime.version() + "-" + System.getProperty("os.arch");
    Path kept = folder.resolve("java-" + version.replaceAll("[^A-Za-z0-9.]+", "-"));
    if (!Files.exists(kept)) {
      Files.createDirectories(folder);
      Path work = Files.createTempDirectory(folder, "making");
      try {
        make(jlink, work);
        // Complete or not there. If somebody else was faster, theirs is as good.
        move(work.resolve("complete"), kept);
      } finally {
        delete(work);
      }
    }
    return new KeptLayer(kept.resolve(LAYER), Files.readString(kept.resolve(DIFF_ID)));
  }

  private static void make(Jlink jlink, Path work) throws IOException {
    Path runtime = work.resolve("runtime");
    jlink.make(runtime);
    Path complete = Files.createDirectory(work.resolve("complete"));
    String diffId = RuntimeLayer.write(runtime, "opt/java", complete.resolve(LAYER));
    Files.writeString(complete.resolve(DIFF_ID), diffId);
  }

  private static void move(Path complete, Path kept) throws IOException {
    try {
      Files.move(complete, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(kept.resolve(DIFF_ID))) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.walk(folder)) {
      paths = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
