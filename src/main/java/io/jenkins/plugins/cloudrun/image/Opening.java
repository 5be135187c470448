package io.jenkins.plugins.cloudrun.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A build's log begins with what is built. What is found out beside that before it is known, such
 * as the base image, is told right after. For several threads.
 */
final class Opening implements Progress {
  private final Progress progress;

  // Guarded by the monitor.
  private final List<String> held = new ArrayList<>();
  private boolean open;

  Opening(Progress progress) {
    this.progress = progress;
  }

  @Override
  public synchronized void line(String text) {
    if (open) {
      progress.line(text);
    } else {
      held.add(text);
    }
  }

  @Override
  public synchronized void section(String text) {
    open();
    progress.section(text);
  }

  /** Says the first line, and what had to wait for it. */
  synchronized void open(String first) {
    progress.section(first);
    open();
  }

  /** Says what had to wait, as there is no first line to come. */
  synchronized void open() {
    open = true;
    held.forEach(progress::line);
    held.clear();
  }
}
