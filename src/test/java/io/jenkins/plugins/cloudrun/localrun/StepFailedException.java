package io.jenkins.plugins.cloudrun.localrun;

/** A step failed; the message is what it told the user. */
final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
