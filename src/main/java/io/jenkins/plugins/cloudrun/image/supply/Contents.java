package io.jenkins.plugins.cloudrun.image.supply;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.model.ImageDigest;

/**
 * A layer that a build added to its base.
 *
 * @param layer as it was described, with files that are still there
 * @param digest of the layer, by which its contents are remembered; any digest of the uncompressed
 *     or the compressed bytes will do, as long as it is always the same kind
 */
public record Contents(LayerObject layer, ImageDigest digest) {}
