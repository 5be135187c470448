package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogMark;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;

/**
 * What of a build was told already.
 *
 * @param mark how far its log was read
 * @param closed whether the log may not be read, so that nobody tries again
 * @param told the status that was said last
 * @param url where a person reads the log; empty until known
 */
record LogProgress(LogMark mark, boolean closed, Status told, String url) {
  static final LogProgress NONE = new LogProgress(LogMark.BEGINNING, false, Status.WAITING, "");

  LogProgress at(LogMark next) {
    return new LogProgress(next, closed, told, url);
  }

  LogProgress shut() {
    return new LogProgress(mark, true, told, url);
  }

  LogProgress telling(Status status) {
    return new LogProgress(mark, closed, status, url);
  }

  LogProgress kept(String where) {
    return new LogProgress(mark, closed, told, where);
  }
}
