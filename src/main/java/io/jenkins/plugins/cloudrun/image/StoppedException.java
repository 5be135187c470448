package io.jenkins.plugins.cloudrun.image;

/** Ends a build because of the advice on it. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Stopped answer;

  StoppedException(Stopped answer) {
    super(answer.message());
    this.answer = answer;
  }

  /** What the build answers instead of an image. */
  Stopped answer() {
    return answer;
  }
}
