package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.lint.scan.FileFacts;
import io.jenkins.plugins.cloudrun.image.lint.scan.ScanFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as the rules look at it.
 *
 * @param layers those that the build adds to its base, from the bottom up
 * @param base name of the image below; {@code scratch} if there is none
 * @param user that the container runs as; empty is root
 * @param env variables that are set by the build's own parameters
 * @param words entrypoint and arguments that are set by the build's own parameters
 * @param dockerfile if the image was made from one
 */
public record ImageView(
    List<Layer> layers,
    String base,
    String user,
    Map<String, String> env,
    List<String> words,
    Optional<DockerfileView> dockerfile) {
  public ImageView {
    layers = List.copyOf(layers);
    words = List.copyOf(words);
  }

  /**
   * A layer.
   *
   * @param name for people
   * @param files their paths begin with a slash
   * @param facts of each file
   */
  public record Layer(String name, List<ScanFile> files, List<FileFacts> facts) {
    public Layer {
      files = List.copyOf(files);
      facts = List.copyOf(facts);
    }
  }

  /** Whether a layer holds a file at this path. */
  public boolean has(String path) {
    return layers.stream().anyMatch(l -> l.files().stream().anyMatch(f -> f.path().equals(path)));
  }
}
