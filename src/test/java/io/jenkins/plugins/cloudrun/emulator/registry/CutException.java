package io.jenkins.plugins.cloudrun.emulator.registry;

import java.io.IOException;

/** The connection breaks because a fault says so. */
final class CutException extends IOException {
  private static final long serialVersionUID = 1L;

  CutException() {
    super("The connection was cut, as a fault asked for");
  }
}
