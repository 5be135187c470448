package io.jenkins.plugins.cloudrun.image.lint;

import java.util.List;
import java.util.function.Consumer;

/**
 * Finds what a few related rules are about. Pure: looks only at what it is given.
 *
 * @param <S> what it looks at
 */
public interface Check<S> {
  /** All rules that it may report. */
  List<Rule> rules();

  /** Reports each finding as it is found. */
  void check(S subject, Consumer<Finding> found);
}
