package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.util.List;
import java.util.Optional;

/**
 * What was seen in one file.
 *
 * @param hits secrets, in the order of their lines
 * @param elf if it is a program or a shared library
 * @param readsPort whether the text asks for the variable {@code PORT}
 */
public record FileFacts(List<Hit> hits, Optional<Elf> elf, boolean readsPort) {
  /** Nothing worth a word. */
  public static final FileFacts NONE = new FileFacts(List.of(), Optional.empty(), false);

  public FileFacts {
    hits = List.copyOf(hits);
  }
}
