package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;

/**
 * One kind of advice. What it means is told at length in docs/lint.md.
 *
 * @param id stable: people silence rules by it
 * @param severity usual one; a finding may be milder
 * @param advice what may happen, and what to do: whole sentences
 */
public record Rule(String id, Severity severity, String advice) {
  /**
   * @param line from 1; 0 if it is about no line
   * @param message one sentence without its full stop
   */
  public Finding at(String file, int line, String message) {
    return at(severity, file, line, message);
  }

  /** A finding that is not as bad as usual, or worse. */
  public Finding at(Severity other, String file, int line, String message) {
    return new Finding(id, other, file, line, message, advice);
  }
}
