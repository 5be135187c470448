package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.dockerfile.Instruction;
import io.jenkins.plugins.cloudrun.image.dockerfile.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An instruction of a Dockerfile as the rules look at it.
 *
 * @param line where it begins, from 1
 * @param stage from 0; -1 before the first {@code FROM}
 * @param keyword in capitals, such as {@code COPY}
 * @param flags such as {@code --from=build}
 * @param words of the rest, quotes removed and variables left as written: pairs {@code NAME=value}
 *     of {@code ENV}, {@code ARG} and {@code LABEL}; the list of a JSON form; of a shell form one
 *     word with the whole command
 * @param json whether it is written as a JSON list
 * @param documents its here-documents, one after the other
 */
public record Step(
    int line,
    int stage,
    String keyword,
    List<String> flags,
    List<String> words,
    boolean json,
    String documents) {
  public Step {
    flags = List.copyOf(flags);
    words = List.copyOf(words);
  }

  static Step of(Instruction instruction, int stage) {
    List<String> flags = new ArrayList<>();
    instruction
        .flags()
        .forEach((name, values) -> values.forEach(value -> flags.add("--" + name + "=" + value)));
    List<String> words = new ArrayList<>();
    for (String word : instruction.words()) {
      words.add(instruction.json() ? word : unquoted(word, instruction.keyword()));
    }
    StringBuilder documents = new StringBuilder();
    instruction.heredocs().forEach(heredoc -> documents.append('\n').append(heredoc.content()));
    return new Step(
        instruction.line(),
        stage,
        instruction.keyword().name(),
        flags,
        words,
        instruction.json(),
        documents.toString());
  }

  /** Commands keep their quotes: the shell takes them away. */
  private static String unquoted(String word, Keyword keyword) {
    return switch (keyword) {
      case RUN, CMD, ENTRYPOINT, HEALTHCHECK -> word;
      default -> word.replaceAll("(?<!\\\\)[\"']", "");
    };
  }

  /** Whether it is one of these. */
  public boolean is(String... keywords) {
    return List.of(keywords).contains(keyword);
  }

  /** The value of a flag such as {@code --from}. */
  public Optional<String> flag(String name) {
    return flags.stream()
        .filter(flag -> flag.startsWith(name + "="))
        .map(flag -> flag.substring(name.length() + 1))
        .findFirst();
  }

  /** Whether a {@code RUN} mounts a cache, which does not become part of the layer. */
  public boolean mountsCache() {
    return flags.stream()
        .anyMatch(f -> f.startsWith("--mount=") && f.toLowerCase(Locale.ROOT).contains("cache"));
  }

  /** What it does, as one text: its here-documents, too. */
  public String text() {
    return String.join(" ", words) + documents;
  }

  /** Sources of a {@code COPY} or {@code ADD}: all words but the last. */
  public List<String> sources() {
    return words.isEmpty() ? words : words.subList(0, words.size() - 1);
  }
}
