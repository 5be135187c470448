package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The leave that a target asks for.
 *
 * @param count how many people must give it, 1 to {@value #MOST}; each counts once
 * @param by ids of users and names of groups, any of which may answer
 * @param notBy who of them does not count
 * @param within how long the answers are waited for, up to 7 days
 */
public record RequiredApproval(int count, List<String> by, NotBy notBy, Duration within) {
  /** More people than this are never asked. */
  public static final int MOST = 20;

  public static final Duration DEFAULT_WITHIN = Duration.ofDays(1);

  public RequiredApproval {
    by = List.copyOf(by);
    if (count < 1 || count > MOST) {
      throw new InvalidValueException(
          "An approval by " + count + " people is not between 1 and " + MOST + ".");
    }
    if (by.isEmpty()) {
      throw new InvalidValueException("An approval needs to say by whom: a user or a group.");
    }
    if (within.compareTo(Duration.ofSeconds(1)) < 0 || within.compareTo(Duration.ofDays(7)) > 0) {
      throw new InvalidValueException(
          "An approval within " + Durations.text(within) + " is not between 1s and 7d.");
    }
  }

  /**
   * Users and groups as people write them, divided by commas.
   *
   * @throws InvalidValueException if it names nobody, or somebody who cannot answer
   */
  public static List<String> names(String text) {
    List<String> names =
        Stream.of(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new InvalidValueException("'" + text + "' names nobody.");
    }
    if (names.contains("anonymous")) {
      throw new InvalidValueException(
          "'anonymous' cannot answer: it is recorded who did. Name users or groups; 'authenticated'"
              + " is everybody who is logged in.");
    }
    return names;
  }

  /** For people: {@code 2 of release-managers, but not who started it}. */
  public String text() {
    String who = count + " of " + String.join(", ", by);
    if (notBy.starter() && notBy.author()) {
      return who + ", but neither who started it nor who wrote it";
    }
    return who
        + (notBy.starter() ? ", but not who started it" : "")
        + (notBy.author() ? ", but not who wrote it" : "");
  }
}
