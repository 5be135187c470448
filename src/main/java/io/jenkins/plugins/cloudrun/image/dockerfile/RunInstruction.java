package io.jenkins.plugins.cloudrun.image.dockerfile;

/**
 * Why a Dockerfile cannot be built in process: something in it has to run.
 *
 * @param where {@code Dockerfile, line 4}, or the base image whose trigger it is
 * @param text the instruction
 */
public record RunInstruction(String where, String text) {
  /** For messages: {@code Dockerfile has RUN (line 4)}. */
  public String shown() {
    return "RUN (" + where + ")";
  }
}
