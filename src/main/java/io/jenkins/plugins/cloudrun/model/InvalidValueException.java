package io.jenkins.plugins.cloudrun.model;

/**
 * A value that a person gave and that Cloud Run, a registry or this plugin would refuse. The
 * message names the value, says what is allowed and can be shown as it is.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String message) {
    super(message);
  }
}
