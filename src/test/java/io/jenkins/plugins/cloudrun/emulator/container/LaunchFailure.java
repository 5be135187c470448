package io.jenkins.plugins.cloudrun.emulator.container;

/** A container cannot run here, or did not get ready. The message is what Cloud Run says. */
public final class LaunchFailure extends Exception {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Kind {
    /** There is no such image. */
    IMAGE_MISSING,
    /** The image is there but is not for this platform, or says nothing to run. */
    IMAGE_UNSUITABLE,
    /** A secret is missing or may not be read. */
    SECRET,
    /** The container ended, or did not listen on its port in time. */
    NOT_LISTENING,
    /** A probe that the user wrote failed. */
    PROBE
  }

  private final Kind kind;

  public LaunchFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
