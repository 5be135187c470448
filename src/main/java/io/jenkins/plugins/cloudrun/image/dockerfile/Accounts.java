package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The users and groups of an image: its {@code /etc/passwd} and {@code /etc/group}. */
final class Accounts {
  private static final int MOST_BYTES = 1 << 20;
  private static final long MOST_ID = 0xFFFF_FFFEL;

  private final FileTree image;

  Accounts(FileTree image) {
    this.image = image;
  }

  /**
   * @param text {@code USER}, {@code USER:GROUP} or {@code :GROUP}, each a name or a number;
   *     without a group it is the user's own, or for a number the same number
   * @throws InvalidValueException if the image does not know a name
   */
  Owner owner(String text) throws IOException {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? "" : text.substring(colon + 1);
    Optional<Long> number = number(user);
    Optional<List<String>> account = user.isEmpty() ? Optional.empty() : account(user, number);
    if (!user.isEmpty() && number.isEmpty() && account.isEmpty()) {
      throw unknown("user", user, "/etc/passwd");
    }
    long uid = number.or(() -> account.flatMap(fields -> number(fields.get(2)))).orElse(0L);
    if (!group.isEmpty()) {
      return new Owner(uid, gid(group));
    }
    // A number stands for the group as well, whatever the accounts say.
    return new Owner(
        uid, number.or(() -> account.flatMap(fields -> number(fields.get(3)))).orElse(uid));
  }

  private long gid(String group) throws IOException {
    Optional<Long> number = number(group);
    if (number.isPresent()) {
      return number.get();
    }
    for (List<String> fields : lines("/etc/group")) {
      if (fields.size() > 2 && fields.get(0).equals(group) && number(fields.get(2)).isPresent()) {
        return number(fields.get(2)).get();
      }
    }
    throw unknown("group", group, "/etc/group");
  }

  private Optional<List<String>> account(String user, Optional<Long> number) throws IOException {
    for (List<String> fields : lines("/etc/passwd")) {
      if (fields.size() > 3
          && (fields.get(0).equals(user)
              || (number.isPresent() && number(fields.get(2)).equals(number)))) {
        return Optional.of(fields);
      }
    }
    return Optional.empty();
  }

  private List<List<String>> lines(String path) throws IOException {
    Optional<LayerEntry> file = image.entry(TreePath.real(image, path));
    if (file.isEmpty() || file.get().content().isEmpty()) {
      return List.of();
    }
    try (InputStream in = file.get().content().get().open()) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return text.lines().map(line -> List.of(line.split(":", -1))).toList();
    }
  }

  private static Optional<Long> number(String text) {
    if (!text.matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(text)).filter(number -> number <= MOST_ID);
  }

  private static InvalidValueException unknown(String kind, String name, String file) {
    return new InvalidValueException(
        "the "
            + kind
            + " '"
            + name
            + "' is not in the image's "
            + file
            + ": give its number, or copy that file into the image first.");
  }
}
