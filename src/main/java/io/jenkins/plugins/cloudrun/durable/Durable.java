package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable value that outlives a restart.
 *
 * @param <V> the kind itself
 */
public interface Durable<V extends Durable<V>> {
  Course course();

  /** The same at another point of its course. */
  V withCourse(Course course);

  /** Unique for good, safe as a file name, the same when the same step asks again. */
  default String id() {
    return course().id();
  }

  default Origin origin() {
    return course().origin();
  }

  /** The same, of an item that has another full name now. */
  default V of(String item) {
    return withCourse(course().of(item));
  }

  /** When it was started: its place in the queue for what it claims. */
  default Instant startedAt() {
    return course().startedAt();
  }

  /** Counts the saves; a save expects the one before it. */
  default long version() {
    return course().version();
  }

  default V withVersion(long version) {
    return withCourse(course().withVersion(version));
  }

  /** Names of what it holds exclusively while it is not settled, such as a service in a region. */
  Set<String> claims();

  /** What was said of it so far, oldest first; grows at its end. */
  default List<Entry> history() {
    return course().history();
  }

  /** With one more line, of one of the kinds of {@link Entry}. */
  default V saying(Instant at, String kind, String text) {
    return withCourse(course().saying(List.of(new Entry(at, kind, text))));
  }

  default V saying(Instant at, String text) {
    return saying(at, Entry.INFO, text);
  }

  /**
   * How many of its oldest lines are no longer kept: the position of the first of {@link #history}.
   * Only values that pass on a log of any length forget.
   */
  default int historyStart() {
    return 0;
  }

  /** The command that waits to be taken up or was taken up. */
  default Optional<Command> command() {
    return course().command();
  }

  /** With a command; returned unchanged when it is settled or has one already. */
  default V with(Command command) {
    return withCourse(course().asked(command));
  }

  /**
   * With what commands, and a new name of the item, have recorded in {@code current}, which came
   * between the look that led to this value and its save.
   */
  default V keeping(V current) {
    return current
        .command()
        .map(this::with)
        .orElseGet(() -> withVersion(version()))
        .of(current.origin().item());
  }

  /** A few lower-case words: what is awaited. */
  String status();

  /** How it ended, or empty while it goes on. */
  default Optional<Settlement> settlement() {
    return course().settlement();
  }

  /**
   * The end of a durable value.
   *
   * @param success whether the step that waits for it succeeds
   * @param message one paragraph for people: what failed, on what, what to do; empty on success
   * @param result what the step returns: text, numbers, booleans, lists and maps only
   */
  record Settlement(boolean success, String message, Map<String, Object> result) {}
}
