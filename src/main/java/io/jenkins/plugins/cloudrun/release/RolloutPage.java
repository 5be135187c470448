package io.jenkins.plugins.cloudrun.release;

import hudson.model.Api;
import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Asking;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** One rollout as a page, below its build or its job, and as a part of other pages. */
public final class RolloutPage implements ModelObject {
  private final Job<?, ?> job;
  private final ModelObject owner;
  private final String parentUrl;
  private final Rollout rollout;
  private final Clock clock;

  /**
   * @param job whose permissions count
   * @param owner the build or job whose side panel stands beside it
   * @param parentUrl of the page above it, from Jenkins' root, with a slash at its end
   * @param clock which also has the time zone of the one who looks
   */
  RolloutPage(Job<?, ?> job, ModelObject owner, String parentUrl, Rollout rollout, Clock clock) {
    this.job = job;
    this.owner = owner;
    this.parentUrl = parentUrl;
    this.rollout = rollout;
    this.clock = clock;
  }

  @Override
  public String getDisplayName() {
    return "Rollout of " + getService();
  }

  public ModelObject getOwner() {
    return owner;
  }

  public Job<?, ?> getJob() {
    return job;
  }

  /** From Jenkins' root, with a slash at its end. */
  public String getUrl() {
    return parentUrl + "rollout/" + getId() + "/";
  }

  public String getId() {
    return rollout.id();
  }

  public String getService() {
    return rollout.plan().service().value();
  }

  public String getProject() {
    return rollout.plan().project().value();
  }

  public String getRegions() {
    return rollout.plan().regions().stream().map(Region::value).collect(Collectors.joining(", "));
  }

  /** The name of the target that it was begun for; empty for none. */
  public String getPlace() {
    return rollout.origin().target().map(TargetName::value).orElse("");
  }

  /** The revision's name; empty while a rollback has not chosen one. */
  public String getRevision() {
    boolean chosen = !rollout.plan().previous() || rollout.found().isPresent();
    return chosen ? rollout.revision().value() : "";
  }

  /** As the step was given it; empty when there is none. */
  public String getImage() {
    return rollout.image().map(ImageReference::toString).orElse("");
  }

  /** Why the build ran that asked for it, such as "Started by user Ada". */
  public String getActor() {
    return rollout.origin().actor();
  }

  /** The build's number; null when no build asked for it. */
  public @Nullable Integer getBuild() {
    return rollout.origin().run().orElse(null);
  }

  public When getStarted() {
    return when(rollout.startedAt());
  }

  public boolean isOver() {
    return rollout.settlement().isPresent();
  }

  /** How it ended; empty while it goes on. */
  public String getOutcome() {
    return rollout
        .settlement()
        .map(end -> String.valueOf(end.result().getOrDefault("outcome", "")).replace('_', ' '))
        .orElse("");
  }

  /** A symbol of its state. */
  public String getIcon() {
    if (isOver()) {
      return switch (getOutcome()) {
        case "succeeded" -> "symbol-status-blue";
        case "aborted" -> "symbol-status-aborted";
        default -> "symbol-status-red";
      };
    }
    return isAsking() ? "symbol-hourglass" : "symbol-status-nobuilt-anime";
  }

  /** What failed and what to do; empty while it goes on, and on success. */
  public String getMessage() {
    return rollout.settlement().map(Settlement::message).orElse("");
  }

  /** What is awaited, in a few words. */
  public String getStatus() {
    return isAsking() ? "waiting for an approval" : rollout.status();
  }

  /** Whether a person is to answer now. */
  public boolean isAsking() {
    return rollout.asking().isPresent();
  }

  /** What is asked; null when nothing is. */
  public @Nullable Asking getQuestion() {
    return rollout.asking().orElse(null);
  }

  /** The answer that was given; empty when there is none. */
  public String getAnswer() {
    return rollout.ruling().map(Answers::words).orElse("");
  }

  /** Why the one who looks may not answer; empty when they may. */
  public String getRefusal() {
    return Answers.refusal(rollout, Platform.get().person())
        .orElse(
            job.hasPermission(CloudRunPermissions.APPROVE)
                ? ""
                : "You need the permission "
                    + CloudRunPermissions.name(CloudRunPermissions.APPROVE)
                    + " to answer.");
  }

  /** Verdicts of the gates, oldest first. */
  public List<Rollout.GateResult> getVerdicts() {
    return rollout.verdicts();
  }

  public List<Entry> getHistory() {
    return rollout.history();
  }

  /** Where people look at the commit; empty when nobody knows. */
  public String getCommitUrl() {
    return CommitLink.of(job, rollout.commit());
  }

  /** What it saw and changed. */
  public Seen getSeen() {
    return new Seen(rollout, Platform.get().plainLinks());
  }

  /** Its picture; null while there is nothing to draw. */
  public @Nullable Timeline getTimeline() {
    return TimelineDrawing.of(rollout, clock.instant(), clock.getZone()).orElse(null);
  }

  /** Where it stands, or how it ended, in a few words. */
  public String getState() {
    return isOver() ? getOutcome() : getStatus();
  }

  /** A moment as the page shows it. */
  public When when(Instant at) {
    return new When(at, clock);
  }

  /** What a gate measured, by name, and its words do not tell. */
  public String measured(Rollout.GateResult verdict) {
    return verdict.values().entrySet().stream()
        .filter(value -> !said(verdict.measured(), String.valueOf(value.getValue())))
        .map(value -> value.getKey() + " " + value.getValue())
        .collect(Collectors.joining(", "));
  }

  private static boolean said(String words, String value) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(value) + "(?![\\w.])")
        .matcher(words)
        .find();
  }

  /** What can be done with it. */
  public List<Deed> getActs() {
    return RolloutDeeds.of(job, owner, getUrl(), rollout, clock);
  }

  /** Rollbacks of the services that serve what it brought. */
  public List<Deed> getReturns() {
    return RolloutDeeds.returns(job, rollout, clock);
  }

  /** What can be done with it, by its name; null, and so not found, for anything else. */
  public @Nullable Deed getAct(String name) {
    return getActs().stream().filter(act -> act.getName().equals(name)).findFirst().orElse(null);
  }

  /** For programs, under {@code api/json}. */
  public Api getApi() {
    return new Api(new RolloutExport(this, rollout));
  }

  /** Takes the answer of the one who sends it. */
  @RequirePOST
  public HttpResponse doAnswer(
      @QueryParameter @Nullable String answer, @QueryParameter @Nullable String reason) {
    job.checkPermission(CloudRunPermissions.APPROVE);
    return new Answers(Platform.get().rollouts(), clock)
        .take(
            rollout,
            Platform.get().person(),
            answer == null ? "" : answer,
            reason == null ? "" : reason)
        .<HttpResponse>map(no -> new ForwardToView(new Refusal(this, no), "index"))
        .orElseGet(() -> new HttpRedirect("."));
  }
}
