package io.jenkins.plugins.cloudrun.durable;

/** Encrypts what may hold secrets before it reaches a file. */
public interface Seal {
  /** {@code plain} as text that only {@link #open} of the same installation can read. */
  String seal(String plain);

  /**
   * @throws IllegalArgumentException when the text was not sealed here
   */
  String open(String sealed);
}
