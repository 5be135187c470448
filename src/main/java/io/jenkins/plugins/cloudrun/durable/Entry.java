package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;

/**
 * A line of a durable value's history: what changed, for the log, the page and the record. Never a
 * poll, never a secret.
 *
 * @param at when
 * @param kind what sort of line: {@code info}, {@code section} (with which a part of the story
 *     begins), {@code warning}, {@code verdict}, {@code log} (a container's own line), {@code
 *     question} (a person is to answer), {@code omitted} (how many lines are not kept here)
 * @param text for people
 */
public record Entry(Instant at, String kind, String text) {
  public Entry {
    // There is a handful of them, in each of thousands of histories.
    kind = kind.intern();
  }

  public static final String INFO = "info";
  public static final String SECTION = "section";
  public static final String WARNING = "warning";
  public static final String VERDICT = "verdict";
  public static final String LOG = "log";
  public static final String QUESTION = "question";
  public static final String OMITTED = "omitted";
}
