package io.jenkins.plugins.cloudrun.image;

import java.nio.file.Path;

/**
 * A folder of the base image that layers put something into, and that has to stay as the base has
 * it: a layer that does not name it, or names it otherwise, would give it to root.
 *
 * @param like a folder of the workspace that stands for it in a layer
 * @param path in the image
 */
record BaseFolder(Path like, String path) {}
