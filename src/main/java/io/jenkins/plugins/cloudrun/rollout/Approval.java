package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A person's leave to go on. Asked for once in a rollout: what is approved in its first region is
 * approved in all.
 *
 * @param by ids of users and names of groups, any one of which may answer
 * @param within how long the answer is waited for, up to 7 days; then traffic goes back
 * @param before the share in percent that the revision does not get without it, 1 to 100
 * @param notBy ids of users who may not answer though they are named: who started the build, who
 *     made the commits
 * @param notAuthor whether those may not answer either who made a promoted image on its way to the
 *     source, which is known once it was looked at
 * @param count how many people must approve, 1 to {@value #MOST}; each counts once, and one who
 *     rejects decides
 */
public record Approval(
    List<String> by,
    Duration within,
    int before,
    List<String> notBy,
    boolean notAuthor,
    int count) {
  public static final Duration DEFAULT_WITHIN = Duration.ofDays(1);

  /** Before all of the traffic. */
  public static final int DEFAULT_BEFORE = 100;

  /** More people than this are never asked. */
  public static final int MOST = 20;

  /** By one of them, or of those who made the image. */
  public Approval(List<String> by, Duration within, int before, List<String> notBy) {
    this(by, within, before, notBy, false, 1);
  }

  public Approval {
    by = List.copyOf(by);
    notBy = List.copyOf(notBy);
    if (by.isEmpty() || by.stream().anyMatch(String::isBlank)) {
      throw new InvalidValueException("An approval needs to say by whom: a user or a group.");
    }
    if (within.compareTo(Duration.ofSeconds(1)) < 0 || within.compareTo(Duration.ofDays(7)) > 0) {
      throw new InvalidValueException(
          "An approval within " + Durations.text(within) + " is not between 1s and 7d.");
    }
    if (count < 1 || count > MOST) {
      throw new InvalidValueException(
          "An approval by " + count + " people is not between 1 and " + MOST + ".");
    }
    if (before < 1 || before > 100) {
      throw new InvalidValueException(
          "An approval before " + before + " percent is not between 1 and 100.");
    }
  }

  /**
   * Why a user may not answer; empty when they may. It names nobody, so that who is refused learns
   * nothing.
   */
  public Optional<String> refusal(Approver who) {
    if (!who.known()) {
      return Optional.of("Log in to answer: it is recorded who did.");
    }
    if (by.stream().noneMatch(name -> who.is(name) || who.in(name))) {
      return Optional.of("You are not among those who may answer.");
    }
    return notBy.stream().anyMatch(who::is)
        ? Optional.of("Somebody else than who started or wrote this must answer.")
        : Optional.empty();
  }

  /** The same, given by others than these too. */
  Approval notBy(List<String> more) {
    return new Approval(
        by,
        within,
        before,
        Stream.concat(notBy.stream(), more.stream()).distinct().toList(),
        notAuthor,
        count);
  }

  /** Who may answer, for people: {@code 2 of ada, release-managers, but not bob}. */
  public String who() {
    return (count == 1 ? String.join(" or ", by) : count + " of " + String.join(", ", by))
        + (notBy.isEmpty() ? "" : ", but not " + String.join(" or ", notBy));
  }
}
