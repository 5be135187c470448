package io.jenkins.plugins.cloudrun.image.ignore;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code gcloud} would not upload ({@code gcloud topic gcloudignore}): the rules of {@code
 * .gcloudignore} in git's manner, with {@code #!include:FILE} for the rules of a file beside it.
 * Without that file and with git in the folder ({@code .git} or {@code .gitignore}), those two and
 * {@code .gcloudignore} are left out, and what {@code .gitignore} names. As with gcloud, {@code
 * .gitignore} files in folders below do not count.
 */
public final class GcloudIgnore {
  private static final String NAME = ".gcloudignore";
  private static final Pattern INCLUDE = Pattern.compile("#\\s*!include:(.*)");

  private GcloudIgnore() {}

  /**
   * The rules for a folder.
   *
   * @throws InvalidValueException if an included file is missing or in another folder
   */
  public static IgnoreRules read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (Files.isRegularFile(file)) {
      return GitIgnore.of(patterns(folder, GitIgnore.text(file)));
    }
    boolean rules = Files.isRegularFile(folder.resolve(GitIgnore.NAME));
    if (!rules && !Files.exists(folder.resolve(".git"))) {
      return IgnoreRules.NONE;
    }
    return GitIgnore.of(patterns(folder, generated(rules)));
  }

  /** The text that stands for a missing file when there is git in the folder. */
  private static String generated(boolean gitIgnore) {
    return NAME + "\n.git\n" + GitIgnore.NAME + (gitIgnore ? "\n#!include:" + GitIgnore.NAME : "");
  }

  private static List<GitPattern> patterns(Path folder, String text) throws IOException {
    List<GitPattern> patterns = new ArrayList<>();
    String[] lines = text.split("\r?(?:\n|$)");
    for (int i = 0; i < lines.length; i++) {
      Matcher include = INCLUDE.matcher(lines[i]);
      if (include.matches()) {
        patterns.addAll(included(folder, include.group(1).strip(), i + 1));
      } else {
        patterns.addAll(GitIgnore.patterns(lines[i]));
      }
    }
    return patterns;
  }

  /** One level: an include in an included file is a comment. */
  private static List<GitPattern> included(Path folder, String name, int line) throws IOException {
    String where = NAME + ", line " + line + ": '#!include:" + name + "'";
    if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.equals("..")) {
      throw new InvalidValueException(where + ": only a file in the same folder can be included.");
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InvalidValueException(where + ": there is no such file. Remove the line.");
    }
    return GitIgnore.patterns(GitIgnore.text(file));
  }
}
