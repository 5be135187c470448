package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code ARG} defines. There are no build arguments from outside, so each has its default.
 *
 * <p>Of the predefined ones those of the platform have values; the proxies ({@code HTTP_PROXY} …)
 * have none, as nobody gives them any.
 */
final class Variables {
  private static final Map<String, String> PLATFORM =
      Map.of(
          "TARGETPLATFORM", "linux/amd64",
          "TARGETOS", "linux",
          "TARGETARCH", "amd64",
          "TARGETVARIANT", "",
          "BUILDPLATFORM", "linux/amd64",
          "BUILDOS", "linux",
          "BUILDARCH", "amd64",
          "BUILDVARIANT", "");

  private final char escape;
  private final Map<String, String> global = new HashMap<>(PLATFORM);

  Variables(Dockerfile file) {
    this.escape = file.escape();
    for (Instruction argument : file.arguments()) {
      for (Instruction.Pair pair : argument.pairs()) {
        pair.value()
            .ifPresent(value -> global.put(pair.name(), Expansion.word(value, escape, global)));
      }
    }
  }

  /** In {@code FROM}. */
  String inFrom(String text) {
    return Expansion.word(text, escape, global);
  }

  /** A stage knows of the global ones only what it asks for with {@code ARG}. */
  void define(List<Instruction.Pair> pairs, Map<String, String> stage, Map<String, String> env) {
    for (Instruction.Pair pair : pairs) {
      if (pair.value().isPresent()) {
        String value = Expansion.word(pair.value().get(), escape, both(stage, env));
        stage.put(pair.name(), value);
      } else if (global.containsKey(pair.name())) {
        stage.put(pair.name(), global.getOrDefault(pair.name(), ""));
      }
    }
  }

  /** In a stage: {@code ENV} wins over {@code ARG}. */
  String inStage(String text, Map<String, String> stage, Map<String, String> env) {
    return Expansion.word(text, escape, both(stage, env));
  }

  static Map<String, String> both(Map<String, String> stage, Map<String, String> env) {
    Map<String, String> both = new HashMap<>(stage);
    both.putAll(env);
    return both;
  }
}
