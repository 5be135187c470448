package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** From a line to an instruction, with the checks that need no variables. */
final class InstructionParser {
  private final String name;
  private final char escape;

  InstructionParser(String name, char escape) {
    this.name = name;
    this.escape = escape;
  }

  Instruction parse(LogicalLines.Line line) {
    try {
      return parse(line.text(), line);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(Dockerfile.where(name, line.first()) + e.getMessage());
    }
  }

  private Instruction parse(String text, LogicalLines.Line line) {
    String word = Words.first(text);
    Keyword keyword =
        Keyword.of(word)
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "'"
                            + word
                            + "' is no instruction. Those that are: "
                            + String.join(
                                ", ", Arrays.stream(Keyword.values()).map(Enum::name).toList())
                            + "."));
    String rest = text.substring(word.length()).strip();
    Map<String, List<String>> flags = new LinkedHashMap<>();
    // Flags of what ONBUILD keeps belong to that.
    String argument = keyword == Keyword.ONBUILD ? rest : flags(keyword, rest, flags);
    Optional<Instruction> trigger = Optional.empty();
    List<String> words = List.of();
    boolean json = false;
    if (keyword == Keyword.ONBUILD) {
      trigger = Optional.of(trigger(argument, line));
      words = List.of(argument);
    } else {
      Optional<List<String>> array = json(keyword, argument);
      json = array.isPresent();
      words = array.orElseGet(() -> words(keyword, argument));
    }
    Instruction instruction =
        new Instruction(
            keyword,
            Collections.unmodifiableMap(flags),
            List.copyOf(words),
            json,
            argument,
            line.heredocs(),
            trigger,
            line.first(),
            line.last(),
            text);
    InstructionChecks.check(instruction);
    return instruction;
  }

  private Instruction trigger(String argument, LogicalLines.Line line) {
    if (argument.isEmpty()) {
      throw new InvalidValueException("ONBUILD needs an instruction behind it.");
    }
    Instruction trigger = parse(argument, line);
    if (List.of(Keyword.ONBUILD, Keyword.FROM, Keyword.MAINTAINER).contains(trigger.keyword())) {
      throw new InvalidValueException("ONBUILD cannot keep " + trigger.keyword() + ".");
    }
    return trigger;
  }

  /** The flags at the beginning; what follows them is returned. */
  private String flags(Keyword keyword, String text, Map<String, List<String>> flags) {
    String rest = text;
    while (rest.startsWith("--")) {
      String written = Words.quoted(rest, escape).get(0);
      rest = rest.substring(rest.indexOf(written) + written.length()).stripLeading();
      if (written.equals("--")) {
        return rest;
      }
      int equals = written.indexOf('=');
      String flag = equals < 0 ? written.substring(2) : written.substring(2, equals);
      if (!keyword.flags().contains(flag)) {
        throw new InvalidValueException(
            keyword
                + " has no flag --"
                + flag
                + (keyword.flags().isEmpty()
                    ? ": it has none at all."
                    : "; it has --" + String.join(", --", new TreeSet<>(keyword.flags())) + "."));
      }
      flags
          .computeIfAbsent(flag, key -> new ArrayList<>())
          .add(equals < 0 ? "" : written.substring(equals + 1));
    }
    return rest;
  }

  private static Optional<List<String>> json(Keyword keyword, String argument) {
    return switch (keyword.form()) {
      case JSON_OR_TEXT, JSON_OR_WORDS -> JsonWords.parse(argument);
      case HEALTH -> {
        if (!Words.first(argument).toUpperCase(Locale.ROOT).equals("CMD")) {
          yield Optional.empty();
        }
        yield JsonWords.parse(argument.substring(3))
            .map(
                words -> {
                  List<String> all = new ArrayList<>(List.of("CMD"));
                  all.addAll(words);
                  return all;
                });
      }
      default -> Optional.empty();
    };
  }

  private List<String> words(Keyword keyword, String argument) {
    return switch (keyword.form()) {
      case TEXT, JSON_OR_TEXT, INSTRUCTION -> argument.isEmpty() ? List.of() : List.of(argument);
      case WORDS, JSON_OR_WORDS -> Words.plain(argument);
      case NAMES -> Words.quoted(argument, escape);
      case PAIRS -> pairs(keyword, argument);
      case HEALTH -> {
        String first = Words.first(argument).toUpperCase(Locale.ROOT);
        String rest = argument.substring(first.length()).strip();
        yield rest.isEmpty() ? List.of(first) : List.of(first, rest);
      }
    };
  }

  private List<String> pairs(Keyword keyword, String argument) {
    List<String> words = Words.quoted(argument, escape);
    if (words.isEmpty()) {
      return words;
    }
    if (!words.get(0).contains("=")) {
      // The old form: all that follows the name is its value.
      String value = argument.substring(words.get(0).length()).strip();
      if (value.isEmpty()) {
        throw new InvalidValueException(
            keyword + " needs a value: " + keyword + " " + words.get(0) + "=value.");
      }
      return List.of(words.get(0) + "=" + value);
    }
    for (String word : words) {
      if (word.indexOf('=') < 1) {
        throw new InvalidValueException(
            keyword
                + ": '"
                + word
                + "' is no NAME=value. Put a value with blanks into double quotes.");
      }
    }
    return words;
  }
}
