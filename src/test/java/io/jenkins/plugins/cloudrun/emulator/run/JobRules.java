package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.api.LaunchStage;
import com.google.cloud.run.v2.ExecutionEnvironment;
import com.google.cloud.run.v2.ExecutionTemplate;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.TaskTemplate;
import com.google.protobuf.util.Durations;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;

/** What a job gets where its writer says nothing, and what it must keep to. */
final class JobRules {
  private static final int MOST_TASKS = 10_000;
  private static final long LONGEST_SECONDS = 7L * 24 * 3600;

  private JobRules() {}

  static void fill(Job.Builder job, String computeAccount) {
    if (job.getLaunchStage() == LaunchStage.LAUNCH_STAGE_UNSPECIFIED) {
      job.setLaunchStage(LaunchStage.GA);
    }
    ExecutionTemplate.Builder template = job.getTemplateBuilder();
    if (template.getTaskCount() == 0) {
      template.setTaskCount(1);
    }
    TaskTemplate.Builder task = template.getTemplateBuilder();
    if (!task.hasMaxRetries()) {
      task.setMaxRetries(3);
    }
    if (!task.hasTimeout()) {
      task.setTimeout(Durations.fromSeconds(600));
    }
    if (task.getServiceAccount().isEmpty()) {
      task.setServiceAccount(computeAccount);
    }
    task.setExecutionEnvironment(ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2);
    for (int i = 0; i < task.getContainersCount(); i++) {
      ServiceDefaults.resources(task.getContainersBuilder(i), false, "512Mi");
    }
  }

  static void check(Job job) {
    ServiceRules.labels("labels", job.getLabelsMap().keySet(), job.getLabelsMap().values());
    ServiceRules.annotations("annotations", job.getAnnotationsMap().keySet());
    if (!job.getStartExecutionToken().isEmpty() || !job.getRunExecutionToken().isEmpty()) {
      throw ApiException.unimplemented();
    }
    check(job.getTemplate());
  }

  static void check(ExecutionTemplate template) {
    if (template.getTaskCount() < 1 || template.getTaskCount() > MOST_TASKS) {
      throw ApiException.violation("template.task_count", "Must be between 1 and 10000.");
    }
    if (template.getParallelism() < 0 || template.getParallelism() > MOST_TASKS) {
      throw ApiException.violation("template.parallelism", "Must be between 0 and 10000.");
    }
    TaskTemplate task = template.getTemplate();
    if (task.getMaxRetries() < 0 || task.getMaxRetries() > 10) {
      throw ApiException.violation("template.template.max_retries", "Must be between 0 and 10.");
    }
    long timeout = Durations.toSeconds(task.getTimeout());
    if (timeout < 1 || timeout > LONGEST_SECONDS) {
      throw ApiException.violation(
          "template.template.timeout", "Must be between 1 second and 7 days.");
    }
    ContainerRules.checkJob(task.getContainersList());
  }
}
