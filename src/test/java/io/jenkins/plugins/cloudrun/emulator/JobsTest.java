package io.jenkins.plugins.cloudrun.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.run.v2.CancelExecutionRequest;
import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Condition.ExecutionReason;
import com.google.cloud.run.v2.Condition.State;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.CreateJobRequest;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.ExecutionReference.CompletionStatus;
import com.google.cloud.run.v2.ExecutionTemplate;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.RunJobRequest;
import com.google.cloud.run.v2.Task;
import com.google.cloud.run.v2.TaskTemplate;
import com.google.cloud.run.v2.UpdateJobRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.util.Durations;
import io.jenkins.plugins.cloudrun.emulator.app.Batch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class JobsTest {
  private Rig rig;
  private String batch;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    rig = new Rig(data);
    batch = rig.registry.java("batch", Batch.class);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static String name(String id) {
    return Rig.PARENT + "/jobs/" + id;
  }

  private Job create(String id, int tasks, int retries, String... args) throws Exception {
    Operation operation =
        rig.done(
            rig.jobs
                .createJobCallable()
                .call(
                    CreateJobRequest.newBuilder()
                        .setParent(Rig.PARENT)
                        .setJobId(id)
                        .setJob(
                            Job.newBuilder()
                                .setTemplate(
                                    ExecutionTemplate.newBuilder()
                                        .setTaskCount(tasks)
                                        .setTemplate(
                                            TaskTemplate.newBuilder()
                                                .setMaxRetries(retries)
                                                .addContainers(
                                                    Container.newBuilder()
                                                        .setImage(batch)
                                                        .addAllCommand(command())
                                                        .addAllArgs(List.of(args))
                                                        .addEnv(Rig.env("COLOUR", "red"))))))
                        .build()));
    return operation.getResponse().unpack(Job.class);
  }

  private static List<String> command() {
    return List.of("/opt/java/bin/java", "-cp", "@/app/classpath", Batch.class.getName());
  }

  private Operation run(RunJobRequest request) throws Exception {
    return rig.done(rig.jobs.runJobCallable().call(request));
  }

  private static RunJobRequest request(String id) {
    return RunJobRequest.newBuilder().setName(name(id)).build();
  }

  private static Condition completed(Execution execution) {
    return execution.getConditionsList().stream()
        .filter(condition -> condition.getType().equals("Completed"))
        .findFirst()
        .orElseThrow();
  }

  private List<Task> tasks(Execution execution) {
    return java.util.stream.StreamSupport.stream(
            rig.tasks.listTasks(execution.getName()).iterateAll().spliterator(), false)
        .toList();
  }

  @Test
  void aJobRunsItsTasksToTheEndAndItsLinesAreLogged() throws Exception {
    Job job = create("good", 3, 0);
    assertEquals(State.CONDITION_SUCCEEDED, job.getTerminalCondition().getState());
    assertEquals("Ready", job.getTerminalCondition().getType());
    assertEquals(600, Durations.toSeconds(job.getTemplate().getTemplate().getTimeout()));

    Operation accepted = rig.jobs.runJobCallable().call(request("good"));
    assertFalse(accepted.getDone());
    Execution begun = accepted.getMetadata().unpack(Execution.class);
    assertTrue(begun.getName().matches(name("good") + "/executions/good-[a-z0-9]{5}"));
    Execution ended = rig.done(accepted).getResponse().unpack(Execution.class);
    assertEquals(State.CONDITION_SUCCEEDED, completed(ended).getState());
    assertEquals(3, ended.getSucceededCount());
    assertEquals(ended, rig.executions.getExecution(begun.getName()));
    assertEquals(3, tasks(ended).size());
    assertEquals(
        CompletionStatus.EXECUTION_SUCCEEDED,
        rig.jobs.getJob(name("good")).getLatestCreatedExecution().getCompletionStatus());

    String execution = ended.getName().substring(ended.getName().lastIndexOf('/') + 1);
    String filter =
        "resource.type=\\\"cloud_run_job\\\" AND labels.\\\"run.googleapis.com/execution_name\\\"=\\\""
            + execution
            + "\\\"";
    HttpResponse<String> logs =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(rig.emulator.api() + "/v2/entries:list"))
                    .header("Authorization", "Bearer access:" + Rig.DEPLOYER)
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"resourceNames\":[\"projects/demo-project\"],\"filter\":\""
                                + filter
                                + "\",\"orderBy\":\"timestamp desc\",\"pageSize\":10}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, logs.statusCode(), logs.body());
    for (int i = 0; i < 3; i++) {
      assertTrue(
          logs.body().contains("task " + i + " of 3 attempt 0 env red args []"), logs.body());
    }
  }

  @Test
  void failingTasksAreRetriedAndTheExecutionFails() throws Exception {
    create("bad", 1, 1, "fail");
    Operation operation = run(request("bad"));
    assertEquals(9, operation.getError().getCode());
    assertTrue(
        operation
            .getError()
            .getMessage()
            .matches("Execution bad-\\w{5} has failed to complete, 0/1 tasks were a success\\."));
    Execution execution = operation.getMetadata().unpack(Execution.class);
    assertEquals(1, execution.getFailedCount());
    assertEquals(1, execution.getRetriedCount());
    assertEquals(ExecutionReason.NON_ZERO_EXIT_CODE, completed(execution).getExecutionReason());
    assertTrue(
        completed(execution)
            .getMessage()
            .matches(
                "Task bad-\\w{5}-task0 failed with exit code: 3 and message: The container exited with an error\\."));
    Task task = tasks(execution).get(0);
    assertEquals(3, task.getLastAttemptResult().getExitCode());
    assertEquals(1, task.getRetried());
  }

  @Test
  void aFlakyTaskSucceedsWhenTriedAgain() throws Exception {
    create("flaky", 2, 1, "flaky");
    Execution execution = run(request("flaky")).getResponse().unpack(Execution.class);
    assertEquals(2, execution.getSucceededCount());
    assertEquals(2, execution.getRetriedCount());
  }

  @Test
  void overridesAreForOneExecutionAlone() throws Exception {
    create("over", 1, 0, "fail");
    Operation operation =
        run(
            request("over").toBuilder()
                .setOverrides(
                    RunJobRequest.Overrides.newBuilder()
                        .setTaskCount(2)
                        .setTimeout(Durations.fromSeconds(30))
                        .addContainerOverrides(
                            RunJobRequest.Overrides.ContainerOverride.newBuilder()
                                .addArgs("ok")
                                .addEnv(Rig.env("COLOUR", "blue"))
                                .addEnv(Rig.env("MORE", "x"))))
                .build());
    Execution execution = operation.getResponse().unpack(Execution.class);
    assertEquals(2, execution.getSucceededCount());
    Container container = execution.getTemplate().getContainers(0);
    assertEquals(List.of("ok"), container.getArgsList());
    assertEquals(List.of(Rig.env("COLOUR", "blue"), Rig.env("MORE", "x")), container.getEnvList());
    Container job = rig.jobs.getJob(name("over")).getTemplate().getTemplate().getContainers(0);
    assertEquals(List.of("fail"), job.getArgsList());
  }

  @Test
  void aCancelledExecutionSaysSo() throws Exception {
    create("slow", 1, 3, "hang");
    Operation running = rig.jobs.runJobCallable().call(request("slow"));
    String execution = running.getMetadata().unpack(Execution.class).getName();
    long end = System.nanoTime() + 30_000_000_000L;
    while (rig.executions.getExecution(execution).getRunningCount() == 0) {
      assertTrue(System.nanoTime() < end);
      Thread.sleep(20);
    }
    Operation cancel =
        rig.executions
            .cancelExecutionCallable()
            .call(CancelExecutionRequest.newBuilder().setName(execution).build());
    assertEquals(
        ExecutionReason.CANCELLING,
        completed(cancel.getMetadata().unpack(Execution.class)).getExecutionReason());
    Execution cancelled = rig.done(cancel).getResponse().unpack(Execution.class);
    assertEquals(ExecutionReason.CANCELLED, completed(cancelled).getExecutionReason());
    assertEquals(1, cancelled.getCancelledCount());
    assertEquals(0, cancelled.getFailedCount());
    assertEquals(1, rig.done(running).getError().getCode());
  }

  @Test
  void aTaskIsEndedAtItsTimeLimit() throws Exception {
    create("late", 1, 0, "hang");
    Operation operation =
        run(
            request("late").toBuilder()
                .setOverrides(
                    RunJobRequest.Overrides.newBuilder().setTimeout(Durations.fromSeconds(1)))
                .build());
    Execution execution = operation.getMetadata().unpack(Execution.class);
    assertTrue(
        completed(execution).getMessage().endsWith("message: The configured timeout was reached."));
  }

  @Test
  void badJobsAreRefused() throws Exception {
    NotFoundException missing =
        assertThrows(NotFoundException.class, () -> rig.jobs.getJob(name("nojob")));
    assertTrue(
        missing
            .getMessage()
            .contains(
                "Resource 'nojob' of kind 'JOB' in region 'europe-west1' in project 'demo-project' does not exist."));
    Job job = create("strict", 1, 0);
    Job.Builder reserved = job.toBuilder();
    reserved
        .getTemplateBuilder()
        .getTemplateBuilder()
        .getContainersBuilder(0)
        .addEnv(Rig.env("CLOUD_RUN_JOB", "x"));
    InvalidArgumentException refused =
        assertThrows(
            InvalidArgumentException.class,
            () ->
                rig.jobs
                    .updateJobCallable()
                    .call(UpdateJobRequest.newBuilder().setJob(reserved).build()));
    assertTrue(
        refused
            .getMessage()
            .contains(
                "template.template.containers[0].env: The following reserved env names were provided: CLOUD_RUN_JOB."),
        refused.getMessage());
  }
}
