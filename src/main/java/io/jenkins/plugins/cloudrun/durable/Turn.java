package io.jenkins.plugins.cloudrun.durable;

/**
 * One turn of a key.
 *
 * @param key turns of one key never overlap
 * @param group whose turn it is, in the end: groups are treated alike however many turns each has
 * @param work what is done
 * @param at when it is due, in nanoseconds of {@link System#nanoTime}
 * @param order tells apart those that are due at the same time
 * @param urgent whether it goes before those that are not, as long as that is fair
 */
record Turn(Object key, String group, Runnable work, long at, long order, boolean urgent) {
  static int byTime(Turn one, Turn other) {
    int byTime = Long.compare(one.at - other.at, 0);
    return byTime != 0 ? byTime : Long.compare(one.order, other.order);
  }
}
