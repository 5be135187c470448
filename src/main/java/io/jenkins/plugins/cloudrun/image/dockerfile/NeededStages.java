package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;
import java.util.TreeSet;

/** Which stages the result is made of, directly or not. */
final class NeededStages {
  private final Dockerfile file;
  private final Variables variables;
  private final TreeSet<Integer> needed = new TreeSet<>();

  private NeededStages(Dockerfile file, Variables variables) {
    this.file = file;
    this.variables = variables;
  }

  static NeededStages of(Dockerfile file, Variables variables) {
    NeededStages stages = new NeededStages(file, variables);
    stages.add(file.last());
    return stages;
  }

  /** The first instruction that has to run. */
  Optional<RunInstruction> run() {
    for (int index : needed) {
      for (Instruction instruction : file.stages().get(index).instructions()) {
        if (instruction.keyword() == Keyword.RUN) {
          String where = file.name() + ", line " + instruction.line();
          return Optional.of(new RunInstruction(where, instruction.text()));
        }
      }
    }
    return Optional.empty();
  }

  /** The stage that a {@code FROM} builds on, if it is one. */
  static Optional<Stage> base(Dockerfile file, Stage stage, String name) {
    return file.stage(name)
        .filter(other -> other.index() < stage.index() && other.name().equalsIgnoreCase(name));
  }

  /** The stage that a {@code COPY --from} names, if it is one. */
  static Optional<Stage> source(Dockerfile file, Stage stage, Instruction copy) {
    String name = copy.flag("from").orElse("");
    Optional<Stage> found = file.stage(name);
    if (found.isPresent() && found.get().index() >= stage.index()) {
      throw new InvalidValueException(
          file.where(copy.line())
              + "--from="
              + name
              + " is not an earlier stage: only those can be copied from.");
    }
    if (found.isEmpty() && name.matches("\\d+")) {
      throw new InvalidValueException(
          file.where(copy.line()) + "--from=" + name + ": there is no stage with that number.");
    }
    return found;
  }

  private void add(Stage stage) {
    if (!needed.add(stage.index())) {
      return;
    }
    base(file, stage, expanded(stage)).ifPresent(this::add);
    for (Instruction instruction : stage.instructions()) {
      if (instruction.keyword() == Keyword.COPY && instruction.flag("from").isPresent()) {
        source(file, stage, instruction).ifPresent(this::add);
      }
    }
  }

  private String expanded(Stage stage) {
    try {
      return variables.inFrom(stage.base());
    } catch (InvalidValueException e) {
      throw new InvalidValueException(file.where(stage.from().line()) + e.getMessage());
    }
  }
}
