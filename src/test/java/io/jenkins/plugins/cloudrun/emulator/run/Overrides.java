package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.ExecutionTemplate;
import com.google.cloud.run.v2.RunJobRequest;
import com.google.cloud.run.v2.TaskTemplate;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one execution has otherwise than its job: arguments replace, variables merge. */
final class Overrides {
  private Overrides() {}

  static ExecutionTemplate apply(ExecutionTemplate job, RunJobRequest.Overrides overrides) {
    ExecutionTemplate.Builder template = job.toBuilder();
    if (overrides.getTaskCount() < 0) {
      throw ApiException.violation("overrides.task_count", "Must not be negative.");
    }
    if (overrides.getTaskCount() > 0) {
      template.setTaskCount(overrides.getTaskCount());
    }
    TaskTemplate.Builder task = template.getTemplateBuilder();
    if (overrides.hasTimeout()) {
      task.setTimeout(overrides.getTimeout());
    }
    for (RunJobRequest.Overrides.ContainerOverride override :
        overrides.getContainerOverridesList()) {
      container(find(task, override.getName()), override);
    }
    ExecutionTemplate overridden = template.build();
    JobRules.check(overridden);
    return overridden;
  }

  private static Container.Builder find(TaskTemplate.Builder task, String name) {
    for (int i = 0; i < task.getContainersCount(); i++) {
      boolean only = name.isEmpty() && task.getContainersCount() == 1;
      if (only || !name.isEmpty() && task.getContainers(i).getName().equals(name)) {
        return task.getContainersBuilder(i);
      }
    }
    throw ApiException.violation(
        "overrides.container_overrides", "There is no container named '" + name + "' in the job.");
  }

  private static void container(
      Container.Builder container, RunJobRequest.Overrides.ContainerOverride override) {
    if (override.getClearArgs() && override.getArgsCount() > 0) {
      throw ApiException.violation(
          "overrides.container_overrides", "clear_args and args must not be given together.");
    }
    if (override.getClearArgs() || override.getArgsCount() > 0) {
      container.clearArgs().addAllArgs(override.getArgsList());
    }
    Map<String, EnvVar> env = new LinkedHashMap<>();
    container.getEnvList().forEach(variable -> env.put(variable.getName(), variable));
    override.getEnvList().forEach(variable -> env.put(variable.getName(), variable));
    container.clearEnv().addAllEnv(env.values());
  }
}
