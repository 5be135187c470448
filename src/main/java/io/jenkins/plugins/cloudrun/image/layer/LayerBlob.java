package io.jenkins.plugins.cloudrun.image.layer;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.nio.file.Path;

/**
 * A layer as it travels.
 *
 * @param digest of the compressed bytes
 * @param size of the compressed bytes
 * @param diffId digest of the uncompressed tar, as an image's configuration lists it
 * @param file that holds the compressed bytes, in the cache
 */
public record LayerBlob(ImageDigest digest, long size, ImageDigest diffId, Path file) {}
