package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.cloudbuild.SourcePlan;
import io.jenkins.plugins.cloudrun.cloudbuild.SourcePlanJson;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.front.BuildResult;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.BuiltImages;
import io.jenkins.plugins.cloudrun.front.DurableId;
import io.jenkins.plugins.cloudrun.front.ImageOrder;
import io.jenkins.plugins.cloudrun.front.ImageOrderJson;
import io.jenkins.plugins.cloudrun.front.ImageScan;
import io.jenkins.plugins.cloudrun.front.LogLines;
import io.jenkins.plugins.cloudrun.image.AgentAnswer;
import io.jenkins.plugins.cloudrun.image.HandOver;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.Stopped;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * Has an image made: by the agent, or in Cloud Build when the agent hands the sources over; and
 * waits for its scan if there is to be one.
 *
 * <p>After a restart the agent's part is repeated from its saved request as soon as the agent is
 * back, which is cheap, because layers are found by their content; a build in the cloud is taken up
 * by its id.
 */
final class BuildExecution extends AgentStepExecution<AgentAnswer> {
  private static final long serialVersionUID = 1L;

  /** Needed for the start alone: from then on there is the order. */
  private final transient @Nullable BuildSettings settings;

  /** Whether a failure fails the build, or is returned. */
  private final boolean failBuild;

  /** Persisted: where the image goes, for messages. */
  private final String image;

  /** Persisted: what is asked for, sealed: values of variables may be secret. */
  private String sealedOrder = "";

  /** Persisted: the id of the build in the cloud; empty as long as there is none. */
  private String cloudId = "";

  /** Persisted: its plan, sealed, for the case that a restart came before it was stored. */
  private String sealedPlan = "";

  /** Persisted: the advice that was given before it. */
  private String findings = "";

  /** Persisted: how many lines of its history are in the log. */
  private volatile int position;

  private transient @Nullable Following<SourceBuild> following;

  /** Why the step is to stop while a build in the cloud is being cancelled. */
  private transient volatile @Nullable Throwable stopping;

  BuildExecution(BuildSettings settings, StepContext context) {
    super(context);
    this.settings = settings;
    this.failBuild = settings.isFailBuild();
    this.image = settings.subject();
  }

  @Override
  public boolean start() throws Exception {
    BuildSettings given = settings;
    if (given == null) {
      throw new IllegalStateException("A step starts once.");
    }
    EnvVars env = getContext().get(EnvVars.class);
    try {
      Expander expander = Expander.NONE.in(getContext().get(Run.class).getParent());
      ImageOrder order =
          ImageOrder.of(given, expander, env == null ? "" : env.get("GIT_COMMIT", ""));
      sealedOrder = Platform.get().seal().seal(ImageOrderJson.write(order));
      limit(given.timeLimit(expander, BuildSettings.DEFAULT_TIME_LIMIT));
    } catch (InvalidValueException e) {
      throw new AbortException(e.getMessage());
    }
    inBackground(this::ask);
    return false;
  }

  @Override
  public void onResume() {
    if (!cloudId.isEmpty()) {
      inBackground(this::follow);
      return;
    }
    inBackground(
        () -> {
          log(
              "Jenkins was restarted: building "
                  + image
                  + " again from the saved request as soon as the agent is back.");
          ask();
        });
  }

  @Override
  public void stop(Throwable cause) {
    Following<SourceBuild> cloud;
    synchronized (this) {
      stopping = cause;
      cloud = following;
      if (cloud == null && end()) {
        getContext().onFailure(cause);
      }
    }
    if (cloud != null) {
      inBackground(
          () -> {
            if (!cloud.abort(cause)) {
              fail(cause);
            }
          });
    } else {
      cancel();
    }
  }

  @Override
  public String getStatus() {
    Following<SourceBuild> cloud = following;
    if (cloud != null) {
      return cloud.status();
    }
    return isRunning() ? "building " + image : "waiting for the agent";
  }

  @Override
  MasterToSlaveFileCallable<AgentAnswer> work(
      Run<?, ?> run, FilePath workspace, TaskListener listener) throws Exception {
    return order().onAgent(run, workspace, listener);
  }

  @Override
  void answered(Run<?, ?> run, AgentAnswer answer) throws Exception {
    if (answer instanceof HandOver sources) {
      handOver(run, sources);
    } else if (answer instanceof Stopped stopped) {
      BuiltImages.record(run, stopped);
      mark(stopped.findings());
      failed(new AbortException(stopped.message()), stopped.findings());
    } else {
      made(run, (ImageAnswer) answer);
    }
  }

  @Override
  String doing() {
    return "Building " + image;
  }

  private void handOver(Run<?, ?> run, HandOver sources) throws Exception {
    SourcePlan plan;
    try {
      plan = order().inCloud(sources, left());
    } catch (InvalidValueException e) {
      failed(new AbortException(e.getMessage()));
      return;
    }
    FlowNode node = getContext().get(FlowNode.class);
    sealedPlan = Platform.get().seal().seal(SourcePlanJson.write(plan));
    findings = ImageOrderJson.write(sources.findings());
    cloudId = DurableId.of("b", run, node.getId());
    follow();
  }

  private void follow() throws IOException, InterruptedException {
    Run<?, ?> run = getContext().get(Run.class);
    SourcePlan plan = SourcePlanJson.read(Platform.get().seal().open(sealedPlan));
    Following<SourceBuild> cloud;
    synchronized (this) {
      if (hasEnded()) {
        return;
      }
      cloud = new Following<>(Platform.get().sourceBuilds(), cloudId, new Log(run, plan));
      following = cloud;
    }
    cloud.start(
        () -> SourceBuild.start(cloudId, Builds.origin(run), plan, Instant.now()), position);
    getContext().saveState();
  }

  private void ended(Run<?, ?> run, SourcePlan plan, Durable.Settlement settlement) {
    Throwable cause = stopping;
    if (cause != null) {
      fail(cause);
    } else if (settlement.success()) {
      List<Finding> advice = ImageOrderJson.findings(findings);
      inBackground(() -> made(run, ImageOrder.fromCloud(plan, advice, settlement)));
    } else {
      failed(new AbortException(settlement.message()));
    }
  }

  private void made(Run<?, ?> run, ImageAnswer answer) throws Exception {
    ImageOrder order = order();
    BuiltImages.record(run, order.request(), answer);
    mark(answer.findings());
    ImageScan scan = order.scan(answer, Builds.origin(run), this::log);
    scanned(scan, answer);
  }

  private void scanned(ImageScan scan, ImageAnswer answer) {
    if (hasEnded()) {
      return;
    }
    try {
      Duration wait = scan.look();
      if (!wait.isZero()) {
        later(wait, () -> scanned(scan, answer));
      } else if (end()) {
        getContext().onSuccess(BuildResult.of(answer));
      }
    } catch (AbortException e) {
      failed(e);
    }
  }

  /** Advice worth a warning marks the step in the views of a Pipeline, not the build's result. */
  private void mark(List<Finding> advice) throws IOException, InterruptedException {
    long faults =
        advice.stream().filter(finding -> finding.severity() != Finding.Severity.INFO).count();
    FlowNode node = getContext().get(FlowNode.class);
    if (faults > 0 && node != null) {
      node.addOrReplaceAction(
          new WarningAction(Result.UNSTABLE)
              .withMessage("Advice on " + image + ": " + faults + " to look at"));
    }
  }

  private ImageOrder order() {
    return ImageOrderJson.read(Platform.get().seal().open(sealedOrder));
  }

  @Override
  void failed(Exception failure) {
    failed(failure, List.of());
  }

  private void failed(Exception failure, List<Finding> advice) {
    if (failBuild) {
      fail(failure);
    } else if (end()) {
      String message = String.valueOf(failure.getMessage());
      log("WARNING: " + message);
      getContext().onSuccess(BuildResult.failed(image, message, advice));
    }
  }

  /** Passes on what the build in the cloud says. */
  private final class Log implements Following.Step {
    private final Run<?, ?> run;
    private final SourcePlan plan;

    Log(Run<?, ?> run, SourcePlan plan) {
      this.run = run;
      this.plan = plan;
    }

    @Override
    public void line(Entry entry, Instant since, int at) {
      log(LogLines.of(entry, since));
      position = at + 1;
      remember(() -> position);
    }

    @Override
    public void settled(Durable.Settlement settlement) {
      ended(run, plan, settlement);
    }
  }
}
