package io.jenkins.plugins.cloudrun.image.dockerfile;

/** Who owns an entry, by numbers. */
record Owner(long uid, long gid) {
  static final Owner ROOT = new Owner(0, 0);
}
