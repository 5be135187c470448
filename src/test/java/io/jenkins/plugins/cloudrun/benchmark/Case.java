package io.jenkins.plugins.cloudrun.benchmark;

import io.jenkins.plugins.cloudrun.benchmark.Application.Version;

/** What is measured of every tool, in this order. */
enum Case {
  /** A registry and caches that have seen nothing; the base image lies in a registry of its own. */
  COLD("cold", Version.FIRST, "1"),
  /** The same content under the same tag again. */
  UNCHANGED("unchanged", Version.FIRST, "1"),
  /** One class has changed since, and the tag is a new one. */
  CHANGED("one class changed", Version.SECOND, "2");

  private final String words;
  private final Version version;
  private final String commit;

  Case(String words, Version version, String digit) {
    this.words = words;
    this.version = version;
    this.commit = digit.repeat(40);
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

  /** The tag, which for our step is the commit. */
  String tag() {
    return commit;
  }
}
