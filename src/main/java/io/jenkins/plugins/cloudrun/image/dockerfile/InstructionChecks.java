package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;

/** How many words an instruction needs, and of which kind. */
final class InstructionChecks {
  private InstructionChecks() {}

  static void check(Instruction instruction) {
    Keyword keyword = instruction.keyword();
    List<String> words = instruction.words();
    switch (keyword) {
      case FROM -> {
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("AS");
        if (words.size() != 1 && !named) {
          throw new InvalidValueException("FROM is 'FROM image' or 'FROM image AS name'.");
        }
      }
      case COPY, ADD -> {
        if (words.size() < 2) {
          throw new InvalidValueException(
              keyword + " needs at least one source and a destination.");
        }
        if (words.size() > 2 && !words.get(words.size() - 1).endsWith("/")) {
          checkFolder(instruction, words.get(words.size() - 1));
        }
      }
      case HEALTHCHECK -> {
        boolean none = words.equals(List.of("NONE"));
        boolean command = words.size() > 1 && words.get(0).equals("CMD");
        if (!none && !command) {
          throw new InvalidValueException("HEALTHCHECK is 'NONE' or 'CMD' and a command.");
        }
        if (none && !instruction.flags().isEmpty()) {
          throw new InvalidValueException("HEALTHCHECK NONE takes no flags.");
        }
      }
      case SHELL -> {
        if (!instruction.json() || words.isEmpty()) {
          throw new InvalidValueException(
              "SHELL takes the JSON form alone: SHELL [\"/bin/bash\", \"-c\"].");
        }
      }
      case RUN -> {
        if (words.isEmpty()) {
          throw new InvalidValueException("RUN needs a command.");
        }
      }
      case CMD, ENTRYPOINT -> {
        // Empty is allowed: it takes away what the base has.
      }
      case VOLUME -> {
        if (words.isEmpty() || words.stream().anyMatch(String::isBlank)) {
          throw new InvalidValueException("VOLUME needs a path.");
        }
      }
      default -> {
        if (words.isEmpty()) {
          throw new InvalidValueException(keyword + " needs something behind it.");
        }
      }
    }
  }

  private static void checkFolder(Instruction instruction, String destination) {
    // A variable may still bring the slash; "." and ".." are folders.
    boolean folder =
        destination.equals(".") || destination.equals("..") || destination.endsWith("/.");
    if (!folder && !destination.contains("$") && !destination.matches(".*[\"']")) {
      throw new InvalidValueException(
          instruction.keyword()
              + " with more than one source needs a folder as its destination: '"
              + destination
              + "/'.");
    }
  }
}
