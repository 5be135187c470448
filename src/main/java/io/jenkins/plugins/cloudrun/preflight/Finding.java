package io.jenkins.plugins.cloudrun.preflight;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was found of one thing that an account needs.
 *
 * @param check a permission such as {@code run.services.create}, an API such as {@code
 *     run.googleapis.com}, or {@code token}
 * @param on the project, place or repository that it was tried on
 * @param message a sentence for people
 * @param command a gcloud command that mends it, if there is one
 */
public record Finding(
    String check, State state, String on, String message, Optional<String> command) {
  /** How it stands. */
  public enum State {
    /** It is there. */
    OK,
    /** It is not there, and deploys need it. */
    MISSING,
    /** It is not there; something useful does not work without it. */
    ADVISED,
    /** It is not there; only who wants what it is for needs it. */
    OPTIONAL,
    /** That could not be found out. */
    UNKNOWN
  }

  /** For a step's return value. */
  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("check", check);
    map.put("state", state.name().toLowerCase(Locale.ROOT));
    map.put("on", on);
    map.put("message", message);
    command.ifPresent(text -> map.put("command", text));
    return map;
  }
}
