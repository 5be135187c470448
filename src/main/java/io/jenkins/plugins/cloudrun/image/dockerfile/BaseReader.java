package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;

/** Reads what images hold. */
final class BaseReader {
  private final Bases bases;
  private final Path work;

  /**
   * @param work a folder of this build
   */
  BaseReader(Bases bases, Path work) {
    this.bases = bases;
    this.work = work;
  }

  ImageTree read(Base base) throws Failure, IOException, InterruptedException {
    ImageTree tree = new ImageTree();
    for (Blob layer : base.layers()) {
      ArchiveFiles files =
          new ArchiveFiles(bases.layerFile(layer), layer.digest().value(), true, work);
      LayerReader.read(files, tree);
    }
    return tree;
  }
}
