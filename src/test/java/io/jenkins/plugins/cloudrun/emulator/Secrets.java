package io.jenkins.plugins.cloudrun.emulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What Secret Manager holds for the containers. */
public final class Secrets {
  private final Map<String, String> values = new HashMap<>();

  /** Adds a version; it is {@code latest} too. */
  public synchronized Secrets add(String name, String version, String value) {
    values.put(name + ":" + version, value);
    values.put(name + ":latest", value);
    return this;
  }

  public synchronized Optional<String> value(String name, String version) {
    String simple = name.substring(name.lastIndexOf('/') + 1);
    return Optional.ofNullable(values.get(simple + ":" + (version.isEmpty() ? "latest" : version)));
  }
}
