package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import io.jenkins.plugins.cloudrun.image.assembly.ConfigExtras;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image that is described and not made yet.
 *
 * @param what it is made of, for the log
 * @param under what its layers lie on; empty for {@code scratch}
 * @param base image that it stands on in the end: the same, unless another program built the image
 * @param annotations of the manifest
 * @param open what its layers are read from; to be closed when they have been made
 */
record Draft(
    String what,
    ContainerBuildPlan plan,
    ConfigExtras extras,
    Optional<Base> under,
    Optional<Base> base,
    Map<String, String> annotations,
    Closeable open)
    implements Closeable {
  /** Its layers, looked at. */
  List<EntriesLayer> layers() throws IOException {
    return EntriesLayer.of(plan.getLayers());
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
