package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Descriptions in a form that tests can compare. */
final class Described {
  static final String IMAGE = "europe-docker.pkg.dev/project/shop/shop";

  private Described() {}

  /** Its sources can be read as long as nobody closes it. */
  static Recipe.Description of(Path root, UnaryOperator<ImageRequestBuilder> change)
      throws IOException, InterruptedException {
    ImageRequest request = change.apply(ImageRequest.of(IMAGE)).build();
    Workspace workspace = new Workspace(root, request.context());
    if (!request.layers().isEmpty()) {
      return new LayersRecipe(request, workspace).describe();
    }
    if (!request.war().isEmpty()) {
      return new WarRecipe(request, workspace.resolve(request.war()), workspace).describe();
    }
    Path jar =
        request.jar().isEmpty()
            ? Detection.find(workspace).file()
            : workspace.resolve(request.jar());
    return new JarRecipe(request, jar, workspace).describe();
  }

  /** Layer names and what is in each, paths in the image without the leading {@code /app/}. */
  static Map<String, List<String>> layers(Recipe.Description description) {
    Map<String, List<String>> layers = new LinkedHashMap<>();
    for (FileEntriesLayer layer : description.layers()) {
      List<String> paths = new ArrayList<>();
      for (FileEntry entry : layer.getEntries()) {
        paths.add(entry.getExtractionPath().toString().replaceFirst("^/app/", ""));
      }
      layers.put(layer.getName(), paths);
    }
    return layers;
  }

  /** Each entry with its mode, owner, time and content. */
  static List<String> contents(Recipe.Description description) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FileEntriesLayer layer : description.layers()) {
      for (FileEntry entry : layer.getEntries()) {
        Path source = entry.getSourceFile();
        lines.add(
            String.join(
                " ",
                layer.getName(),
                entry.getExtractionPath().toString(),
                entry.getPermissions().toOctalString(),
                entry.getOwnership(),
                entry.getModificationTime().toString(),
                Files.isSymbolicLink(source)
                    ? "-> " + Files.readSymbolicLink(source)
                    : Files.isDirectory(source)
                        ? "/"
                        : Files.readString(source, StandardCharsets.ISO_8859_1)));
      }
    }
    return lines;
  }
}
