package io.jenkins.plugins.cloudrun.durable;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all durable values have in common: who began it and when, what was said and asked of it on
 * the way, and how it ended.
 *
 * @param id unique for good, safe as a file name, the same when the same step asks again
 * @param startedAt its place in the queue for what it claims
 * @param version counts the saves; a save expects the one before it
 * @param history what was said of it so far, oldest first, within the bounds of {@link History}
 * @param command that waits to be taken up or was taken up
 * @param settlement how it ended, or empty while it goes on
 */
public record Course(
    String id,
    Origin origin,
    Instant startedAt,
    long version,
    List<Entry> history,
    Optional<Command> command,
    Optional<Settlement> settlement) {
  public Course {
    history = List.copyOf(history);
  }

  /** Of a value that is to begin. */
  public static Course begun(String id, Origin origin, Instant now) {
    return new Course(id, origin, now, 0, List.of(), Optional.empty(), Optional.empty());
  }

  public Course withVersion(long next) {
    return new Course(id, origin, startedAt, next, history, command, settlement);
  }

  /** Of an item that has another full name now. */
  Course of(String item) {
    return new Course(id, origin.of(item), startedAt, version, history, command, settlement);
  }

  /** With more lines, none of which is left out. */
  public Course saying(List<Entry> more) {
    return new Course(
        id, origin, startedAt, version, History.with(history, more), command, settlement);
  }

  /** With a command; as it is when it is settled or has one already. */
  public Course asked(Command wish) {
    return settlement.isPresent() || command.isPresent()
        ? this
        : new Course(id, origin, startedAt, version, history, Optional.of(wish), settlement);
  }

  /** Whether the command that it has is of this kind. */
  public boolean asksFor(String kind) {
    return command.filter(wish -> wish.kind().equals(kind)).isPresent();
  }

  public Course settled(Settlement end) {
    return new Course(id, origin, startedAt, version, history, command, Optional.of(end));
  }
}
