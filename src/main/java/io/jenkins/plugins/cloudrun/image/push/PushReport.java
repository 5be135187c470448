package io.jenkins.plugins.cloudrun.image.push;

/**
 * What a push did, counted in different layers of the image.
 *
 * @param pushed layers that were uploaded
 * @param reused layers that the repository had
 * @param mounted layers that the registry took over from another of its repositories
 * @param bytesSent of blobs, the configuration included
 */
public record PushReport(int pushed, int reused, int mounted, long bytesSent) {}
