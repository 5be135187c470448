package io.jenkins.plugins.cloudrun.emulator.build;

/** A step that ended with another status than 0; why, it has written into its log. */
final class StepFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exit;

  StepFailure(int exit) {
    super("step exited with non-zero status: " + exit);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }
}
