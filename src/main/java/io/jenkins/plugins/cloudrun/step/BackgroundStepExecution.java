package io.jenkins.plugins.cloudrun.step;

import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.platform.Platform;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step that ends once, works off the CPS thread and holds no thread while it waits. */
abstract class BackgroundStepExecution extends StepExecution {
  private static final long serialVersionUID = 1L;
  private static final Logger LOGGER = Logger.getLogger(BackgroundStepExecution.class.getName());

  /** Whether the step has ended; not kept: an ended step is not resumed. */
  private transient boolean ended;

  /** Whether the position is being saved. */
  private transient boolean saving;

  BackgroundStepExecution(StepContext context) {
    super(context);
  }

  /** Whether the caller is the first to end the step: only then may it complete the context. */
  final synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  final synchronized boolean hasEnded() {
    return ended;
  }

  /** Ends the step with {@code failure}, unless it has ended. */
  final void fail(Throwable failure) {
    if (end()) {
      getContext().onFailure(failure);
    }
  }

  /** Does {@code work} in the background; when it throws, the step fails with that. */
  final void inBackground(Work work) {
    run(Platform.get().background(), work);
  }

  /** Does {@code work} in the background after {@code wait}, without a thread until then. */
  final void later(Duration wait, Work work) {
    run(
        CompletableFuture.delayedExecutor(
            wait.toMillis(), TimeUnit.MILLISECONDS, Platform.get().background()),
        work);
  }

  private void run(Executor executor, Work work) {
    executor.execute(
        () -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
          } catch (Exception e) {
            fail(e);
          }
        });
  }

  /**
   * Has it saved how many lines were told, so that none is told again after a crash: one save at a
   * time, however many lines come meanwhile.
   *
   * @param position a field that is saved with the step
   */
  final void remember(IntSupplier position) {
    synchronized (this) {
      if (saving || ended) {
        return;
      }
      saving = true;
    }
    int told = position.getAsInt();
    getContext()
        .saveState()
        .addListener(
            () -> {
              synchronized (this) {
                saving = false;
              }
              if (position.getAsInt() != told) {
                remember(position);
              }
            },
            Platform.get().background());
  }

  /** Writes a line into the build log; a log that takes none is no reason to fail. */
  final void log(String line) {
    withLog(log -> log.getLogger().println(line));
  }

  /** Writes more than a line. */
  final void withLog(Writing writing) {
    try {
      writing.to(getContext().get(TaskListener.class));
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "The build log takes no line", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is written into the build log. */
  interface Writing {
    void to(TaskListener log) throws IOException, InterruptedException;
  }

  /** Work that may fail. */
  interface Work {
    void run() throws Exception;
  }
}
