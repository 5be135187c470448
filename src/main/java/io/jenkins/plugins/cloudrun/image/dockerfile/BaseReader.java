package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what images hold. */
final class BaseReader {
  private final Bases bases;
  private final Optional<LayerIndex> index;
  private final Path work;

  /**
   * @param index empty to read each layer anew
   * @param work a folder of this build
   */
  BaseReader(Bases bases, Optional<LayerIndex> index, Path work) {
    this.bases = bases;
    this.index = index;
    this.work = work;
  }

  ImageTree read(Base base) throws Failure, IOException, InterruptedException {
    try {
      return tree(base);
    } catch (IOException e) {
      throw Abort.unless(e);
    }
  }

  private ImageTree tree(Base base) throws Failure, IOException, InterruptedException {
    ImageTree tree = new ImageTree();
    for (Blob layer : base.layers()) {
      String digest = layer.digest().value();
      ArchiveFiles files = new ArchiveFiles(() -> fetched(layer), digest, true, work);
      Optional<List<LayerEntry>> known = index.flatMap(all -> all.find(digest, files));
      if (known.isPresent()) {
        LayerReader.lay(known.get(), tree);
        continue;
      }
      bases.layerFile(layer); // Here a registry's refusal is told as it is.
      List<LayerEntry> entries = LayerReader.entries(files);
      if (index.isPresent()) {
        index.get().keep(digest, entries);
      }
      LayerReader.lay(entries, tree);
    }
    return tree;
  }

  private Path fetched(Blob layer) throws IOException {
    try {
      return bases.layerFile(layer);
    } catch (Failure e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while fetching a layer of the base");
    }
  }
}
