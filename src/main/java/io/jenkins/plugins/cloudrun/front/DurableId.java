package io.jenkins.plugins.cloudrun.front;

import hudson.model.Run;
import io.jenkins.plugins.cloudrun.model.Sha256;

/**
 * Ids of durable values: the same whenever the same step of the same build asks, different for any
 * two deploys, a {@code retry} in one build included; safe as file names.
 */
public final class DurableId {
  private static final int DIGITS = 20;

  private DurableId() {}

  /**
   * @param kind one letter before the hash: {@code d} for a deploy, {@code j} for a job
   * @param run the build that asks
   * @param place where in the build: a flow node's id, or a builder's turn
   */
  public static String of(String kind, Run<?, ?> run, String place) {
    // A job that was deleted and made again counts from 1 once more: the time tells its builds
    // from those before, whose values are kept.
    return of(
        kind, run.getParent().getFullName(), run.getNumber(), run.getTimeInMillis() + "\n" + place);
  }

  /**
   * The same for what is of no build.
   *
   * @param item the item's full name
   * @param run the build's number; 0 for none
   */
  public static String of(String kind, String item, int run, String place) {
    // Item names hold no line break, so that no two seeds read alike.
    return kind + "-" + Sha256.hex(item + '\n' + run + '\n' + place).substring(0, DIGITS);
  }
}
