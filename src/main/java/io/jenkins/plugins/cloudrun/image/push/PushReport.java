package io.jenkins.plugins.cloudrun.image.push;

/**
 * What a push did, counted in different layers of the image.
 *
 * @param pushed layers that were uploaded
 * @param reused layers that the repository had
 * @param mounted layers that the registry took over from another of its repositories
 * @param bytesSent of blobs, the configuration included; what was sent twice counts twice
 */
public record PushReport(int pushed, int reused, int mounted, long bytesSent) {
  /** The registry had the image. */
  static PushReport unchanged(Image image) {
    return new PushReport(
        0, (int) image.layers().stream().map(Blob::digest).distinct().count(), 0, 0);
  }
}
