package io.jenkins.plugins.cloudrun.durable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Files that could not be read, each as it was and with a text beside it that says when and why.
 * Moving a file here reports it in the log, so it is reported once.
 */
final class SetAsideFolder {
  private static final Logger LOGGER = Logger.getLogger(SetAsideFolder.class.getName());
  private static final String REASON = ".reason.txt";
  private static final String NEWER = "newer";
  private static final String DAMAGED = "damaged";

  private final Folder folder;

  SetAsideFolder(Path path) {
    this.folder = new Folder(path);
  }

  /** Moves a file here. A second one of the same name gets a number. */
  void take(Folder from, String name, boolean newer, String reason) {
    try {
      String free = name;
      for (int i = 2; Files.exists(folder.file(free)); i++) {
        free = name.replaceFirst("(\\.json)?$", "." + i + "$1");
      }
      String text = Instant.now() + "\n" + (newer ? NEWER : DAMAGED) + "\n" + reason + "\n";
      folder.write(free + REASON, text.getBytes(StandardCharsets.UTF_8));
      from.move(name, folder, free);
      LOGGER.log(Level.WARNING, "{0}", read(free).message());
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING, from.file(name) + " cannot be read (" + reason + "), nor set aside", e);
    }
  }

  /** What is here, the latest first. */
  List<SetAside> all() throws IOException {
    List<SetAside> all = new ArrayList<>();
    for (String name : folder.names("")) {
      if (!name.endsWith(REASON)) {
        all.add(read(name));
      }
    }
    all.sort(Comparator.comparing(SetAside::at).reversed());
    return all;
  }

  /** The file that had a name before, if it is here. */
  Optional<SetAside> find(String name) {
    return Files.exists(folder.file(name)) ? Optional.of(read(name)) : Optional.empty();
  }

  /** Gives a file back. */
  void release(SetAside file, Folder to, String name) throws IOException {
    String here = String.valueOf(file.file().getFileName());
    folder.move(here, to, name);
    Files.deleteIfExists(folder.file(here + REASON));
  }

  private SetAside read(String name) {
    Path file = folder.file(name);
    String id = name.replaceFirst("(\\.\\d+)?\\.json$", "");
    try {
      List<String> lines = Files.readAllLines(folder.file(name + REASON));
      return new SetAside(
          id,
          file,
          Instant.parse(lines.get(0)),
          lines.get(1).equals(NEWER),
          String.join("\n", lines.subList(2, lines.size())));
    } catch (IOException | DateTimeParseException | IndexOutOfBoundsException e) {
      return new SetAside(id, file, Instant.EPOCH, false, "the reason is not known any more");
    }
  }
}
