package io.jenkins.plugins.cloudrun.front;

import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.job.JobPlan;
import io.jenkins.plugins.cloudrun.job.JobRun;
import java.io.IOException;
import java.util.Map;

/** An execution of a job as a build tells of it. */
public final class JobStory {
  private JobStory() {}

  /** Writes what the story is about, and where more of it is to be seen. */
  public static void open(JobPlan plan, TaskListener log) throws IOException {
    log.getLogger().print("Cloud Run " + plan.key() + " (");
    log.hyperlink(ConsolePages.job(plan.key()), "Google Cloud console");
    log.getLogger().println(")");
  }

  /** What a line of the log links to. */
  public static Map<String, String> links(JobRun run) {
    return run.execution()
        .map(name -> Map.of(name, ConsolePages.execution(run.plan().key(), name)))
        .orElse(Map.of());
  }
}
