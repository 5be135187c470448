package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Future;
import io.jenkins.plugins.cloudrun.front.BuildResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import jenkins.MasterToSlaveFileCallable;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * A step that has an agent do something and looks now and then whether it is done: remoting tells
 * nobody when an answer is there. After a restart the agent is asked again as soon as it is back.
 *
 * @param <T> what the agent answers
 */
abstract class AgentStepExecution<T> extends BackgroundStepExecution {
  private static final long serialVersionUID = 1L;
  private static final Duration FIRST_LOOK = Duration.ofMillis(250);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  /** Persisted: when the work must have ended, in milliseconds since 1970. */
  private long deadline;

  /** The agent's work; after a restart it is begun anew. */
  private transient @Nullable Future<T> running;

  AgentStepExecution(StepContext context) {
    super(context);
  }

  /** What the agent is to do, with fresh credentials; {@link AbortException} if there are none. */
  abstract MasterToSlaveFileCallable<T> work(
      Run<?, ?> run, FilePath workspace, TaskListener listener) throws Exception;

  abstract void answered(Run<?, ?> run, T answer) throws Exception;

  /** Ends the step with a failure, as its settings want it. */
  abstract void failed(Exception failure);

  /** For messages, what the agent does: "Building IMAGE". */
  abstract String doing();

  final void limit(Duration limit) {
    deadline = Instant.now().plus(limit).toEpochMilli();
  }

  /** What is left of the time, at least a second. */
  final Duration left() {
    Duration left = Duration.between(Instant.now(), Instant.ofEpochMilli(deadline));
    return left.toSeconds() < 1 ? Duration.ofSeconds(1) : left;
  }

  /** Asks the agent as soon as it is there. */
  final void ask() throws Exception {
    awaitAgent(FIRST_LOOK);
  }

  final boolean isRunning() {
    return running != null;
  }

  /** Stops the agent's work, if there is any. */
  final synchronized void cancel() {
    Future<T> work = running;
    if (work != null) {
      // Sends a message to the agent: not from the CPS thread.
      inBackground(() -> work.cancel(true));
    }
  }

  private void awaitAgent(Duration wait) throws Exception {
    boolean back;
    try {
      back = getContext().get(FilePath.class) != null;
    } catch (IOException e) {
      // Not connected yet.
      back = false;
    }
    if (back) {
      begin();
    } else if (!hasEnded() && !overdue()) {
      Duration next = longer(wait);
      later(wait, () -> awaitAgent(next));
    }
  }

  private void begin() throws Exception {
    Run<?, ?> run = getContext().get(Run.class);
    FilePath workspace = getContext().get(FilePath.class);
    Future<T> future;
    try {
      MasterToSlaveFileCallable<T> work =
          work(run, workspace, getContext().get(TaskListener.class));
      synchronized (this) {
        if (hasEnded()) {
          return;
        }
        future = workspace.actAsync(work);
        running = future;
      }
    } catch (AbortException e) {
      failed(e);
      return;
    }
    look(run, future, FIRST_LOOK);
  }

  private void look(Run<?, ?> run, Future<T> work, Duration wait) throws Exception {
    if (hasEnded()) {
      return;
    }
    if (!work.isDone()) {
      if (overdue()) {
        work.cancel(true);
      } else {
        Duration next = longer(wait);
        later(wait, () -> look(run, work, next));
      }
      return;
    }
    try {
      answered(run, work.get());
    } catch (ExecutionException e) {
      failed(BuildResult.failure(e));
    } catch (CancellationException e) {
      failed(new AbortException(doing() + " was cancelled on the agent."));
    }
  }

  private boolean overdue() {
    if (Instant.now().toEpochMilli() < deadline) {
      return false;
    }
    failed(
        new AbortException(
            doing()
                + " took longer than its timeLimit and was stopped: raise timeLimit, or look above"
                + " for what it waited for."));
    return true;
  }

  private static Duration longer(Duration wait) {
    Duration next = wait.multipliedBy(6).dividedBy(5);
    return next.compareTo(LAST_LOOK) < 0 ? next : LAST_LOOK;
  }
}
