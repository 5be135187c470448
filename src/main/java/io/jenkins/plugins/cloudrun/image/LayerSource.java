package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One layer of plain files.
 *
 * @param from a file or folder, relative to the context; of a folder, what is in it is copied
 * @param into an absolute path in the image: the folder that a folder's content goes into; of a
 *     single file, its own path, or its folder when it ends in a slash
 * @param mode octal permissions of the files, such as {@code 644}; folders can also be entered by
 *     whoever may read. Empty: 644 (755 for files that are executable), 755 for folders
 * @param owner {@code USER}, {@code USER:GROUP} or {@code :GROUP}, by name or number; empty: root
 * @param exclude patterns in the manner of {@code .dockerignore}, relative to {@code from}
 */
public record LayerSource(String from, String into, String mode, String owner, List<String> exclude)
    implements Serializable {
  private static final Pattern MODE = Pattern.compile("|0?[0-7]{3}");
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}";
  private static final Pattern OWNER = Pattern.compile("|" + NAME + "(?::" + NAME + ")?|:" + NAME);

  public LayerSource {
    from = Checks.relative("layers.from", Checks.given("layers.from", from));
    into = Checks.inImage("layers.into", Checks.given("layers.into", into.trim()));
    mode = mode.trim();
    owner = owner.trim();
    exclude = Checks.allGiven("layers.exclude", List.copyOf(exclude));
    if (!MODE.matcher(mode).matches()) {
      throw new InvalidValueException(
          "layers.mode '" + Checks.shown(mode) + "' is not octal permissions such as '755'.");
    }
    if (!OWNER.matcher(owner).matches()) {
      throw new InvalidValueException(
          "layers.owner '"
              + Checks.shown(owner)
              + "' is not a user and group such as '1000:1000' or 'app'.");
    }
  }

  /** A layer of everything that is in {@code from}. */
  public LayerSource(String from, String into, String mode, String owner) {
    this(from, into, mode, owner, List.of());
  }

  /** A layer with the usual permissions, owned by root. */
  public LayerSource(String from, String into) {
    this(from, into, "", "", List.of());
  }
}
