package io.jenkins.plugins.cloudrun.platform;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * A short-lived identity token, and the configuration by which other tools exchange it at Google's.
 *
 * @param token secret
 * @param expires when the token ends
 * @param json the configuration, for the path of the file that holds the token; it has no secret
 */
public record ToolConfiguration(String token, Instant expires, UnaryOperator<String> json) {
  @Override
  public String toString() {
    return "a configuration for other tools";
  }
}
