package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may not give leave though they are named, as people write it: {@code starter, author}.
 *
 * @param starter who started the build, or asked on a page
 * @param author who made the build's commits, or the image that is promoted
 */
public record NotBy(boolean starter, boolean author) {
  public static final String STARTER = "starter";
  public static final String AUTHOR = "author";
  public static final String BOTH = STARTER + ", " + AUTHOR;
  public static final NotBy NOBODY = new NotBy(false, false);

  /**
   * Reads the words in whatever order, divided by commas.
   *
   * @throws InvalidValueException naming a word that is none of them
   */
  public static NotBy parse(String text) {
    List<String> words =
        Stream.of(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    for (String word : words) {
      if (!word.equals(STARTER) && !word.equals(AUTHOR)) {
        throw new InvalidValueException(
            "'" + word + "' is not one of 'starter', 'author', 'starter, author'.");
      }
    }
    return new NotBy(words.contains(STARTER), words.contains(AUTHOR));
  }

  /** In the order that a form offers; as it is where it is a variable, or wrong. */
  public static String ordered(String text) {
    try {
      return parse(text).text();
    } catch (InvalidValueException e) {
      return text;
    }
  }

  /** As it is parsed; empty for nobody. */
  String text() {
    return Stream.of(starter ? STARTER : "", author ? AUTHOR : "")
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
