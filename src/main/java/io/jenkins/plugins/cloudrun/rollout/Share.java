package io.jenkins.plugins.cloudrun.rollout;

/**
 * A revision's part of the traffic.
 *
 * @param revision its name, or {@code LATEST}
 * @param percent 1 to 100
 */
public record Share(String revision, int percent) {}
