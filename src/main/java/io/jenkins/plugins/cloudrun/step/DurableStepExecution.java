package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.DurableId;
import io.jenkins.plugins.cloudrun.front.LogLines;
import io.jenkins.plugins.cloudrun.front.ReturnValue;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * A step that looks on while an engine drives a durable value.
 *
 * <p>The store is the truth: this execution keeps the value's id and the plan, sealed, and hands
 * the value to the engine when it starts and again whenever it is resumed. The engine takes a value
 * of an id once, so both are the same path, and it does not matter whether a restart came before or
 * after the value was stored. Everything that touches files happens in the background, never on the
 * CPS thread; no thread waits for the end.
 *
 * <p>An abort is a command to the engine, which puts back what was changed; the step ends when that
 * is done, or is given up by the Pipeline after a minute while the engine goes on.
 *
 * @param <V> what is driven
 */
abstract class DurableStepExecution<V extends Durable<V>> extends BackgroundStepExecution {
  private static final long serialVersionUID = 1L;

  /** Whether a failure fails the build, or is returned. */
  private final boolean failBuild;

  /** What the step acts on, for labels; a step that an earlier version saved has none. */
  private final @Nullable String subject;

  /** Persisted: the durable value's id; empty before the start. */
  private String id = "";

  /** Persisted: the plan as text, sealed, for the case that a restart came before it was stored. */
  private String sealedPlan = "";

  /** Persisted: the target that was named, for the value's origin; empty for none. */
  private String target = "";

  /** Persisted: how many lines of the history are in the log. */
  private volatile int position;

  /** Why the step is to stop; not kept: after a restart the Pipeline goes on. */
  private transient volatile @Nullable Throwable stopping;

  /** Not kept: a resumed step follows anew. */
  private transient @Nullable Following<V> following;

  DurableStepExecution(StepContext context, CommonSettings settings) {
    super(context);
    this.failBuild = settings.isFailBuild();
    this.subject = settings.subject();
  }

  /** One letter for ids of this kind. */
  abstract String kind();

  /** What the settings ask for, as text; asked once, at the start. */
  abstract String plan(Run<?, ?> run, Expander expander);

  /** The name of the target that the settings name. */
  abstract Optional<TargetName> target(Expander expander);

  /** The value to drive, from that text. */
  abstract V value(String id, Origin origin, String plan, Instant now);

  abstract Engine<V> engine();

  /** The value is about to be handed to the engine, perhaps again. */
  void beginning(Run<?, ?> run, String id) throws IOException {}

  /** The first line of the log. */
  void opening(Run<?, ?> run, String id, String plan, TaskListener log) throws IOException {}

  /** What a line of the log links to: addresses by what is to be clicked. */
  Map<String, String> links(V value, Entry entry) {
    return Map.of();
  }

  /** A line was written into the log. */
  void told(Run<?, ?> run, String id, Entry entry, TaskListener log) throws IOException {}

  /** How it ended is known, and about to be told to the Pipeline. */
  void ended(Run<?, ?> run, String id, Durable.Settlement settlement, TaskListener log) {}

  @Override
  public final boolean start() throws Exception {
    Run<?, ?> run = getContext().get(Run.class);
    FlowNode node = getContext().get(FlowNode.class);
    try {
      Expander expander = Expander.NONE.in(run.getParent());
      target = target(expander).map(TargetName::value).orElse("");
      sealedPlan = Platform.get().seal().seal(plan(run, expander));
    } catch (InvalidValueException e) {
      throw new AbortException(e.getMessage());
    }
    id = DurableId.of(kind(), run, node.getId());
    inBackground(
        () -> {
          withLog(log -> opening(run, id, Platform.get().seal().open(sealedPlan), log));
          follow();
        });
    return false;
  }

  @Override
  public final void onResume() {
    inBackground(this::follow);
  }

  @Override
  public final void stop(Throwable cause) {
    stopping = cause;
    inBackground(
        () -> {
          if (!following().abort(cause)) {
            fail(cause);
          }
        });
  }

  @Override
  public final String getStatus() {
    return following().status();
  }

  private void follow() throws IOException, InterruptedException {
    Run<?, ?> run = getContext().get(Run.class);
    beginning(run, id);
    following()
        .start(
            () ->
                value(
                    id,
                    Builds.behind(run)
                        .at(Optional.of(target).filter(t -> !t.isEmpty()).map(TargetName::new)),
                    Platform.get().seal().open(sealedPlan),
                    Instant.now()),
            position);
    getContext().saveState();
  }

  private synchronized Following<V> following() {
    Following<V> known = following;
    if (known == null) {
      known = new Following<>(engine(), id, new Log());
      following = known;
    }
    return known;
  }

  private void settle(Durable.Settlement settlement) {
    if (!end()) {
      return;
    }
    Throwable cause = stopping;
    withLog(
        log -> {
          marks().ended(settlement, failBuild || cause != null);
          ended(getContext().get(Run.class), id, settlement, log);
        });
    if (cause != null) {
      getContext().onFailure(cause);
    } else if ("aborted".equals(settlement.result().get("outcome"))) {
      // Aborted from elsewhere, such as a page: never swallowed, whatever failBuild says.
      getContext()
          .onFailure(
              new FlowInterruptedException(
                  Result.ABORTED, false, new AbortedElsewhere(settlement.message())));
    } else if (settlement.success() || !failBuild) {
      if (!settlement.success()) {
        log("WARNING: " + settlement.message());
      }
      getContext().onSuccess(ReturnValue.of(settlement.result()));
    } else {
      getContext().onFailure(new AbortException(settlement.message()));
    }
  }

  private StepMarks marks() throws IOException, InterruptedException {
    return new StepMarks(getContext().get(FlowNode.class), subject);
  }

  /** Writes the history into the build log. */
  private final class Log implements Following.Step {
    @Override
    public void line(Entry entry, Instant since, int at) {
      withLog(
          log -> {
            Map<String, String> links =
                engine().find(id).map(value -> links(value, entry)).orElse(Map.of());
            LogLines.write(log, entry, since, links);
            marks().told(entry, engine().find(id).map(Durable::status).orElse(""));
            DurableStepExecution.this.told(getContext().get(Run.class), id, entry, log);
          });
      position = at + 1;
      remember(() -> position);
    }

    @Override
    public void settled(Durable.Settlement settlement) {
      settle(settlement);
    }
  }
}
