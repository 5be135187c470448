package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
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

  static Recipe.Description of(Path root, Path cache, UnaryOperator<ImageRequestBuilder> change)
      throws IOException {
    ImageRequest request = change.apply(ImageRequest.of(IMAGE)).build();
    Workspace workspace = new Workspace(root, request.context());
    ContentStore store = new ContentStore(cache);
    if (!request.layers().isEmpty()) {
      return new LayersRecipe(request, workspace, store).describe();
    }
    Path jar =
        request.jar().isEmpty() ? JarDetection.find(workspace) : workspace.resolve(request.jar());
    return new JarRecipe(request, jar, workspace, store).describe();
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
}
