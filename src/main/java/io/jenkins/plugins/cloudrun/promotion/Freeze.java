package io.jenkins.plugins.cloudrun.promotion;

import java.time.Instant;
import java.util.Optional;

/** A time in which nothing is promoted to a target, unless somebody overrides it with a reason. */
public sealed interface Freeze permits WeeklyFreeze, DatedFreeze {
  /** What it is for; may be empty. */
  String name();

  /** When it ends, if it holds at an instant. Its first instant is in it, its end is not. */
  Optional<Instant> until(Instant at);

  /** For people: its name and its times. */
  String text();
}
