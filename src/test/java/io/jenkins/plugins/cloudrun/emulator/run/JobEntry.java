package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Job;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job with its executions. */
final class JobEntry {
  /** As it is now; only read and written under the world's lock. */
  Job job;

  final Map<String, ExecutionRun> executions = new LinkedHashMap<>();
  boolean deleting;

  JobEntry(Job job) {
    this.job = job;
  }
}
