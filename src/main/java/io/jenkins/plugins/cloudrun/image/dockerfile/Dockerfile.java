package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Dockerfile, read but not executed: variables are as they were written. After the Dockerfile
 * reference of Docker, as BuildKit reads it.
 *
 * @param name for messages, such as {@code Dockerfile} or {@code web/Dockerfile}
 * @param escape what continues a line and takes the next character as it is: a backslash or a
 *     backquote
 * @param syntax of the directive; it is known and not followed
 * @param arguments the {@code ARG} instructions before the first {@code FROM}
 * @param stages at least one
 * @param warnings for people, each with its line
 */
public record Dockerfile(
    String name,
    char escape,
    Optional<String> syntax,
    List<Instruction> arguments,
    List<Stage> stages,
    List<String> warnings) {
  public Dockerfile {
    arguments = List.copyOf(arguments);
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
  }

  /** Reads a file named {@code Dockerfile}. */
  public static Dockerfile parse(String text) {
    return parse("Dockerfile", text);
  }

  /**
   * Reads a file.
   *
   * @param name for messages
   * @throws InvalidValueException with file and line, and what is allowed there
   */
  public static Dockerfile parse(String name, String text) {
    LogicalLines lines = LogicalLines.read(name, text);
    InstructionParser parser = new InstructionParser(name, lines.escape());
    List<Instruction> arguments = new ArrayList<>();
    List<Stage> stages = new ArrayList<>();
    List<Instruction> current = arguments;
    for (LogicalLines.Line line : lines.lines()) {
      Instruction instruction = parser.parse(line);
      if (instruction.keyword() == Keyword.FROM) {
        current = new ArrayList<>();
        stages.add(stage(name, instruction, stages, current));
      } else if (stages.isEmpty() && instruction.keyword() != Keyword.ARG) {
        throw new InvalidValueException(
            where(name, instruction.line())
                + instruction.keyword()
                + " stands before FROM: only ARG may.");
      } else {
        current.add(instruction);
      }
    }
    if (stages.isEmpty()) {
      throw new InvalidValueException(name + " has no FROM: it must say what to build on.");
    }
    return new Dockerfile(
        name,
        lines.escape(),
        lines.syntax(),
        arguments,
        stages.stream().map(Stage::sealed).toList(),
        lines.warnings());
  }

  /** A stage by the name after {@code AS}, or by its number from 0. */
  public Optional<Stage> stage(String nameOrNumber) {
    String wanted = nameOrNumber.toLowerCase(Locale.ROOT);
    for (Stage stage : stages) {
      if (stage.name().equals(wanted) || String.valueOf(stage.index()).equals(wanted)) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }

  /** The stage that becomes the image. */
  public Stage last() {
    return stages.get(stages.size() - 1);
  }

  /** Beginning of a message: {@code Dockerfile, line 3: }. */
  public String where(int line) {
    return where(name, line);
  }

  static String where(String name, int line) {
    return name + ", line " + line + ": ";
  }

  private static Stage stage(
      String file, Instruction from, List<Stage> before, List<Instruction> instructions) {
    List<String> words = from.words();
    String name = words.size() == 3 ? words.get(2).toLowerCase(Locale.ROOT) : "";
    if (!name.isEmpty() && !name.matches("[a-z][a-z0-9_.-]*")) {
      throw new InvalidValueException(
          where(file, from.line())
              + "'"
              + words.get(2)
              + "' is no name of a stage: a letter, then letters, digits, '_', '.' and '-'.");
    }
    if (name.equals("scratch")) {
      throw new InvalidValueException(
          where(file, from.line())
              + "a stage cannot be called 'scratch', which is the empty base.");
    }
    for (Stage other : before) {
      if (!name.isEmpty() && other.name().equals(name)) {
        throw new InvalidValueException(
            where(file, from.line())
                + "a stage '"
                + name
                + "' is there already, in line "
                + other.from().line()
                + ".");
      }
    }
    return new Stage(before.size(), name, words.get(0), from, instructions);
  }
}
