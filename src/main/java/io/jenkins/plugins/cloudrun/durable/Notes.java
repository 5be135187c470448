package io.jenkins.plugins.cloudrun.durable;

import io.jenkins.plugins.cloudrun.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Short texts by a subject, each in a file of its own that is on the disk when a write returns. One
 * writer at a time for each subject.
 */
public final class Notes {
  private final Folder folder;

  /**
   * @param home the folder; made with the first text
   */
  public Notes(Path home) {
    this.folder = new Folder(home);
  }

  /** What was written last of a subject. */
  public Optional<String> read(String subject) {
    String name = name(subject);
    try {
      return Optional.of(Files.readString(folder.file(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("Cannot read " + folder.file(name) + ": " + e, e);
    }
  }

  /** All texts, in no order. */
  public List<String> all() {
    List<String> texts = new ArrayList<>();
    try {
      for (String name : folder.names(".json")) {
        try {
          texts.add(Files.readString(folder.file(name)));
        } catch (NoSuchFileException e) {
          // Set aside in between.
          continue;
        }
      }
    } catch (IOException e) {
      throw new StoreException("Cannot read " + folder.path() + ": " + e, e);
    }
    return texts;
  }

  /**
   * @throws StoreException when it is not on the disk; what was there before then still is
   */
  public void write(String subject, String text) {
    String name = name(subject);
    try {
      folder.write(name, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StoreException(
          "Cannot write "
              + folder.file(name)
              + " ("
              + e
              + "): is the disk full, or the folder not writable?",
          e);
    }
  }

  /**
   * Moves away, as it is, what cannot be understood, so that the next write does not replace it.
   *
   * @return where it is now
   */
  public Path setAside(String subject) {
    String name = name(subject);
    String aside = name.replaceFirst("\\.json$", ".set-aside");
    try {
      for (int i = 2; Files.exists(folder.file(aside)); i++) {
        aside = name.replaceFirst("\\.json$", "." + i + ".set-aside");
      }
      folder.move(name, folder, aside);
      return folder.file(aside);
    } catch (IOException e) {
      throw new StoreException("Cannot move " + folder.file(name) + " away: " + e, e);
    }
  }

  private static String name(String subject) {
    return Sha256.hex(subject).substring(0, 24) + ".json";
  }
}
