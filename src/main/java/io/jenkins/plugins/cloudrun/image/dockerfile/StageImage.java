package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage's image while it is built: what it is built on, and what its instructions added. What the
 * base holds is read when somebody first asks: many Dockerfiles never need it.
 */
final class StageImage {
  private final Optional<Base> base;
  private final BaseReader reader;
  private final List<EntriesLayer> layers;
  private final StageConfig config;
  private Optional<ImageTree> tree;

  private StageImage(
      Optional<Base> base,
      BaseReader reader,
      List<EntriesLayer> layers,
      StageConfig config,
      Optional<ImageTree> tree) {
    this.base = base;
    this.reader = reader;
    this.layers = new ArrayList<>(layers);
    this.config = config;
    this.tree = tree;
  }

  /**
   * @param base empty for {@code scratch}
   */
  static StageImage on(Optional<Base> base, BaseReader reader) {
    StageConfig config =
        StageConfig.of(base.map(Base::config).orElseGet(com.google.gson.JsonObject::new));
    return new StageImage(base, reader, List.of(), config, Optional.empty());
  }

  /** An image that begins as this one is. */
  StageImage next() {
    return new StageImage(base, reader, layers, config.copy(), tree.map(ImageTree::copy));
  }

  Optional<Base> base() {
    return base;
  }

  StageConfig config() {
    return config;
  }

  List<EntriesLayer> layers() {
    return List.copyOf(layers);
  }

  void add(Optional<EntriesLayer> layer) {
    layer.ifPresent(layers::add);
  }

  /** Everything in the image; the caller may change it along with adding a layer. */
  ImageTree tree() throws Failure, IOException, InterruptedException {
    if (tree.isEmpty()) {
      ImageTree read = base.isPresent() ? reader.read(base.get()) : new ImageTree();
      layers.forEach(layer -> layer.entries().forEach(read::put));
      tree = Optional.of(read);
    }
    return tree.get();
  }
}
