package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of a few lines that stand for builders. */
final class Scripts {
  private Scripts() {}

  static void write(Path folder, String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("not executable: " + file);
    }
  }
}
