package io.jenkins.plugins.cloudrun.benchmark;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.nio.file.Path;
import java.util.List;

/**
 * jib-core as it comes, by its public interface and with its own settings; only its caches lie
 * where the benchmark can empty them. Asked for {@code push root base image cache}, answers the
 * nanoseconds.
 */
final class JibBuild {
  private JibBuild() {}

  public static void main(String[] arguments) throws Exception {
    Talk.answer(JibBuild::push);
  }

  private static String push(List<String> words) throws Exception {
    Path root = Path.of(words.get(1));
    Path cache = Path.of(words.get(4));
    long start = System.nanoTime();
    Jib.from(RegistryImage.named(words.get(2)))
        .addFileEntriesLayer(layer("dependencies", root.resolve("lib"), Application.LIBS_IN_IMAGE))
        .addFileEntriesLayer(
            layer("classes", root.resolve("classes"), Application.CLASSES_IN_IMAGE))
        .setEntrypoint(Application.entrypoint())
        .containerize(
            Containerizer.to(RegistryImage.named(words.get(3)))
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(cache.resolve("base"))
                .setApplicationLayersCache(cache.resolve("layers")));
    return String.valueOf(System.nanoTime() - start);
  }

  private static FileEntriesLayer layer(String name, Path folder, String inImage)
      throws java.io.IOException {
    return FileEntriesLayer.builder()
        .setName(name)
        .addEntryRecursive(folder, AbsoluteUnixPath.get(inImage))
        .build();
  }
}
