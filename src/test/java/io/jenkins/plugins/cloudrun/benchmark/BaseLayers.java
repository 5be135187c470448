package io.jenkins.plugins.cloudrun.benchmark;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A base image of about 50 MB compressed in three layers, as a small distribution with a Java
 * runtime has it: most of it does not shrink, the rest is text. Always the same bytes.
 */
final class BaseLayers {
  private static final String NAME = "/bases/java:17";
  private static final int MIB = 1 << 20;

  private final Path folder;

  /**
   * @param folder for its files
   */
  BaseLayers(Path folder) {
    this.folder = folder;
  }

  /**
   * Puts the image into a registry.
   *
   * @param host {@code host:port}
   * @return its name
   */
  String push(String host) throws Exception {
    JibContainerBuilder image = Jib.fromScratch();
    int seed = 0;
    for (List<Integer> layer : List.of(List.of(10, 12), List.of(16, 24), List.of(4, 4))) {
      Path files = Files.createDirectories(folder.resolve("layer-" + seed));
      for (int i = 0; i < layer.get(0); i++) {
        packed(files.resolve("packed-" + i), new Random(seed++));
      }
      for (int i = 0; i < layer.get(1); i++) {
        text(files.resolve("text-" + i), new Random(seed++));
      }
      FileEntriesLayer.Builder entries = FileEntriesLayer.builder();
      for (Path file : Folders.files(files)) {
        entries.addEntry(file, AbsoluteUnixPath.get("/usr/" + folder.relativize(file).toString()));
      }
      image.addFileEntriesLayer(entries.build());
    }
    Path caches = folder.resolve("caches");
    image
        .setProgramArguments("sh")
        .containerize(
            Containerizer.to(RegistryImage.named(host + NAME))
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(caches)
                .setApplicationLayersCache(caches));
    Folders.delete(folder);
    return host + NAME;
  }

  private static void packed(Path file, Random random) throws IOException {
    byte[] bytes = new byte[MIB];
    random.nextBytes(bytes);
    Files.write(file, bytes);
  }

  /** Words in any order: gzip brings it to about half. */
  private static void text(Path file, Random random) throws IOException {
    String[] words = new String[4000];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.toString(random.nextInt(1 << 30), Character.MAX_RADIX);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      StringBuilder text = new StringBuilder(MIB + 16);
      while (text.length() < MIB) {
        text.append(words[random.nextInt(words.length)]).append(' ');
      }
      out.write(text.substring(0, MIB).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
