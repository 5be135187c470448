package io.jenkins.plugins.cloudrun.image.layer;

/**
 * What a file system says about a path, without the file being read.
 *
 * @param size bytes
 * @param identity differs whenever the content may differ; empty when only reading can tell
 * @param isSettled whether a later change is sure to show in the identity: the last one was not so
 *     short ago that another might bear the same times
 */
record FileStatus(LayerEntry.Kind kind, long size, String identity, boolean isSettled) {}
