package io.jenkins.plugins.cloudrun.benchmark;

import io.jenkins.plugins.cloudrun.benchmark.Application.Version;

/** What is measured of every tool, in this order. */
enum Case {
  /** A registry and caches that have seen nothing; the base image lies in a registry of its own. */
  COLD("cold", Version.FIRST),
  /** The same content of the same commit again. */
  UNCHANGED("unchanged", Version.FIRST),
  /** One class has changed since, in a new commit. */
  CHANGED("one class changed", Version.SECOND);

  private final String words;
  private final Version version;

  Case(String words, Version version) {
    this.words = words;
    this.version = version;
  }

  /** As people read it. */
  String words() {
    return words;
  }

  /** In the lines that start with RATIO: one word. */
  String word() {
    return words.replace(' ', '-');
  }

  Version version() {
    return version;
  }
}
