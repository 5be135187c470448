package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;

/** A way to bring the application into a registry. */
interface Tool extends AutoCloseable {
  /** As the tables and the lines that start with RATIO have it: one word. */
  String name();

  /** Empties all caches of the tool. Never timed. */
  void forget() throws IOException, InterruptedException;

  /** Pushes once; the nanoseconds from asking to knowing that the image is there. */
  long push(Target target) throws IOException, InterruptedException;

  @Override
  default void close() throws IOException {}

  /**
   * Where a push goes.
   *
   * @param base the base image: {@code host:port/repository:tag}
   * @param repository {@code host:port/repository}
   */
  record Target(String base, String repository, String tag) {
    String image() {
      return repository + ":" + tag;
    }
  }
}
