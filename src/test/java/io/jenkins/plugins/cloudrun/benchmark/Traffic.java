package io.jenkins.plugins.cloudrun.benchmark;

/**
 * What went over the wire to the registries.
 *
 * @param blobs that were sent whole, configurations among them
 * @param mounts blobs that the registry took over from another of its repositories
 * @param sent bytes in requests' bodies
 * @param received bytes in answers' bodies
 */
public record Traffic(int requests, int blobs, int mounts, long sent, long received) {
  static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

  Traffic plus(Traffic more) {
    return new Traffic(
        requests + more.requests,
        blobs + more.blobs,
        mounts + more.mounts,
        sent + more.sent,
        received + more.received);
  }
}
