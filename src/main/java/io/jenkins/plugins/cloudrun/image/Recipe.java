package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.util.List;

/**
 * One way from files to an image. Pure: what it describes depends on the request and the content of
 * the files alone, never on where they lie, when they were written, or what built before.
 */
interface Recipe {
  Description describe() throws IOException;

  /**
   * What a recipe knows of an image; the request's own words come on top.
   *
   * @param what is built, for the log: "Spring Boot jar target/app.jar"
   * @param base to build on when the request names none
   * @param layers from the bottom up
   * @param entrypoint empty to keep the base's own
   */
  record Description(
      String what, String base, List<FileEntriesLayer> layers, List<String> entrypoint) {
    public Description {
      layers = List.copyOf(layers);
      entrypoint = List.copyOf(entrypoint);
    }
  }
}
