package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.util.List;

/**
 * One stage of a Dockerfile.
 *
 * @param index from 0
 * @param name after {@code AS}, in lower case; empty if it has none
 * @param base as it was written: variables are not expanded
 * @param from the instruction that begins it
 * @param instructions those that follow
 */
public record Stage(
    int index, String name, String base, Instruction from, List<Instruction> instructions) {
  /** With a list that no longer grows. */
  Stage sealed() {
    return new Stage(index, name, base, from, List.copyOf(instructions));
  }

  /** For messages: {@code stage 'build'} or {@code stage 0}. */
  public String shown() {
    return name.isEmpty() ? "stage " + index : "stage '" + name + "'";
  }
}
