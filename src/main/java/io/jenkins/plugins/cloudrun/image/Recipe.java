package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One way from files to an image. What it describes depends on the request and the content of the
 * files alone, never on where they lie, when they were written, or what built before. No file is
 * copied and few are read: the layers name files where they lie, also in a jar.
 */
interface Recipe {
  /** The description; whoever asked for it closes it when the image is pushed. */
  Description describe() throws IOException, InterruptedException;

  /**
   * What a recipe knows of an image; the request's own words come on top. Until it is closed the
   * sources of the layers can be read.
   *
   * @param what is built, for the log: "Spring Boot jar target/app.jar"
   * @param base to build on when the request names none
   * @param layers from the bottom up; a source that is a symbolic link stands for the link itself
   * @param entrypoint empty to keep the base's own
   * @param args empty to keep the base's own, as far as the entrypoint is the base's
   * @param open what has to stay open until then
   * @param baseFolders folders of the base that each layer has to repeat, the outer before the
   *     inner
   */
  record Description(
      String what,
      String base,
      List<FileEntriesLayer> layers,
      List<String> entrypoint,
      List<String> args,
      List<Closeable> open,
      List<BaseFolder> baseFolders)
      implements Closeable {
    Description(
        String what,
        String base,
        List<FileEntriesLayer> layers,
        List<String> entrypoint,
        List<String> args,
        List<Closeable> open) {
      this(what, base, layers, entrypoint, args, open, List.of());
    }

    public Description {
      layers = List.copyOf(layers);
      entrypoint = List.copyOf(entrypoint);
      args = List.copyOf(args);
      open = List.copyOf(open);
      baseFolders = List.copyOf(baseFolders);
    }

    /** The same with other layers. */
    Description with(List<FileEntriesLayer> others) {
      return new Description(what, base, others, entrypoint, args, open, baseFolders);
    }

    @Override
    public void close() throws IOException {
      for (Closeable each : open) {
        each.close();
      }
    }
  }
}
