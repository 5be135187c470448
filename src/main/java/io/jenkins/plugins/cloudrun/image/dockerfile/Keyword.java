package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The instructions that a Dockerfile may have. */
public enum Keyword {
  ADD(
      Form.JSON_OR_WORDS,
      "chown",
      "chmod",
      "link",
      "exclude",
      "checksum",
      "keep-git-dir",
      "unpack"),
  ARG(Form.NAMES),
  CMD(Form.JSON_OR_TEXT),
  COPY(Form.JSON_OR_WORDS, "from", "chown", "chmod", "link", "exclude", "parents"),
  ENTRYPOINT(Form.JSON_OR_TEXT),
  ENV(Form.PAIRS),
  EXPOSE(Form.WORDS),
  FROM(Form.WORDS, "platform"),
  HEALTHCHECK(Form.HEALTH, "interval", "timeout", "start-period", "start-interval", "retries"),
  LABEL(Form.PAIRS),
  MAINTAINER(Form.TEXT),
  ONBUILD(Form.INSTRUCTION),
  RUN(Form.JSON_OR_TEXT, "mount", "network", "security", "device"),
  SHELL(Form.JSON_OR_TEXT),
  STOPSIGNAL(Form.TEXT),
  USER(Form.TEXT),
  VOLUME(Form.JSON_OR_WORDS),
  WORKDIR(Form.TEXT);

  /** How what follows the flags is cut up. */
  enum Form {
    TEXT,
    WORDS,
    NAMES,
    PAIRS,
    JSON_OR_TEXT,
    JSON_OR_WORDS,
    HEALTH,
    INSTRUCTION
  }

  private final Form form;
  private final Set<String> flags;

  Keyword(Form form, String... flags) {
    this.form = form;
    this.flags = Set.of(flags);
  }

  Form form() {
    return form;
  }

  /** Names of the flags that it takes, without dashes. */
  Set<String> flags() {
    return flags;
  }

  /** Whether here-documents can follow it. */
  boolean takesHeredocs() {
    return this == ADD || this == COPY || this == RUN;
  }

  /** In any case of letters. */
  static Optional<Keyword> of(String word) {
    for (Keyword keyword : values()) {
      if (keyword.name().equals(word.toUpperCase(Locale.ROOT))) {
        return Optional.of(keyword);
      }
    }
    return Optional.empty();
  }
}
