package io.jenkins.plugins.cloudrun.emulator.build;

/** A build that ends badly by what was asked of it. */
final class BuildFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String type;

  /**
   * @param type of {@code Build.FailureInfo}
   * @param detail for people
   */
  BuildFailure(String type, String detail) {
    super(detail);
    this.type = type;
  }

  String type() {
    return type;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
