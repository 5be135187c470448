package io.jenkins.plugins.cloudrun.localrun;

/** The Jenkinsfile cannot be read or run here; the message begins with its name and the line. */
final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptException(Place place, String message) {
    super(place + ": " + message);
  }

  ScriptException(Place place, String message, Throwable cause) {
    super(place + ": " + message, cause);
  }
}
