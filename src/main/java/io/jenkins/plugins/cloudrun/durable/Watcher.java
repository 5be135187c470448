package io.jenkins.plugins.cloudrun.durable;

/**
 * Somebody who looks on: a step that writes the log and waits for the end. Called one at a time,
 * never on the CPS thread.
 */
public interface Watcher {
  /** A line that is new since the position at which watching began. */
  void line(Entry entry, int position);

  /** The end; nothing follows. */
  void settled(Durable.Settlement settlement);
}
