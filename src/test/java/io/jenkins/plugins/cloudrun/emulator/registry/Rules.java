package io.jenkins.plugins.cloudrun.emulator.registry;

/** How a registry and its repositories are set up; from now on. */
public final class Rules {
  private volatile boolean immutableTags;
  private volatile boolean referrers = true;

  /** A tag that is there stays where it is. */
  public Rules immutableTags() {
    immutableTags = true;
    return this;
  }

  /** As registries were before version 1.1 of the specification. */
  public Rules withoutReferrers() {
    referrers = false;
    return this;
  }

  boolean hasImmutableTags() {
    return immutableTags;
  }

  boolean knowsReferrers() {
    return referrers;
  }
}
