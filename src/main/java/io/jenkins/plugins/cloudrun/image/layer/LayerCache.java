package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Compressed layers in a folder that all builds of a machine share, at the same time too. A layer
 * is known again without its files being read, by their place, size, times and inode; where these
 * cannot tell, by the hash of its tar, which needs no compression.
 *
 * <p>Whatever happens to a build, an abort, a kill or a full disk, the folder stays sound: files
 * get their names when they are complete, a blob is used only if it has its size, and what a dead
 * JVM left is removed by the next build.
 */
public final class LayerCache {
  /** For {@code limit}, bytes: some hundred versions of a usual application. */
  public static final long USUAL_LIMIT = 5L << 30;

  private final Path folder;
  private final LayerStore store;

  /**
   * @param folder is made when missing; may be deleted whenever no build runs
   * @param limit in bytes; when a build that added layers ends, those that were used longest ago go
   */
  public LayerCache(Path folder, long limit) throws IOException {
    this.folder = folder;
    this.store = new LayerStore(folder, limit);
  }

  /** For one build. The blobs that it hands out stay until it is closed. */
  public Session open() throws IOException {
    return new Session(store, SessionFolder.open(folder.resolve("sessions")));
  }

  /**
   * The blobs of layers that are all known by sight; empty when one has to be made, or read to be
   * sure. For somebody who needs no bytes: the files may go at any time.
   */
  public Optional<List<LayerBlob>> known(List<EntriesLayer> layers) throws IOException {
    return LayerBuild.known(store, layers);
  }

  /** Whether a layer is surely not known, as nothing of its shape is. */
  public boolean hasNew(List<EntriesLayer> layers) {
    return layers.stream().anyMatch(layer -> !LayerBuild.hasShape(store, layer));
  }

  /** One build's use of the cache. Several threads may use it. */
  public static final class Session implements AutoCloseable {
    private final LayerStore store;
    private final SessionFolder folder;
    private final LayerBuild build;

    private Session(LayerStore store, SessionFolder folder) {
      this.store = store;
      this.folder = folder;
      this.build = new LayerBuild(store, folder);
    }

    /** {@link #layers} of one. */
    public LayerBlob layer(LayerObject layer) throws IOException, InterruptedException {
      return layers(List.of(layer)).get(0);
    }

    /**
     * The blobs of layers, in their order; those that are not known are made at the same time.
     *
     * @param layers {@link EntriesLayer} or jib's {@code FileEntriesLayer}
     * @throws IOException if a file is missing, cannot be read or changes while it is read, or if
     *     the cache cannot be written; the message names the file
     * @throws InterruptedException if this thread was interrupted; nothing goes on then
     */
    public List<LayerBlob> layers(List<? extends LayerObject> layers)
        throws IOException, InterruptedException {
      return build.of(layers);
    }

    /** Whether a layer was compressed that the cache had not. */
    public boolean hasAdded() {
      return build.hasAdded();
    }

    /**
     * Drops a blob whose bytes are not what its digest says, as a registry found: the disk has
     * suffered. The next build makes the layer again.
     */
    public void forget(ImageDigest digest) throws IOException {
      store.forget(digest);
    }

    /** Never fails: what is left over, or too much, the next build removes. */
    @Override
    public void close() {
      build.close();
      folder.close();
      if (build.hasAdded()) {
        try {
          store.evict();
        } catch (IOException | DirectoryIteratorException e) {
          // An image that was pushed is not to fail for this.
        }
      }
    }
  }
}
