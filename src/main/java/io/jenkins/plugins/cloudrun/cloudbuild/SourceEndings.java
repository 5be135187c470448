package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.BuildState;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Pushed;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a build ends, and what the step returns then. */
final class SourceEndings {
  /** Lines of the log that a failure repeats. */
  private static final int LAST_LINES = 10;

  private SourceEndings() {}

  /** What the build says it has pushed to where the plan wants it. */
  static Optional<ImageDigest> digest(SourcePlan plan, BuildState state) {
    return state.images().stream()
        .filter(pushed -> name(pushed).equals(plan.image().toString()))
        .map(Pushed::digest)
        .findFirst();
  }

  private static String name(Pushed pushed) {
    String text = pushed.name();
    int at = text.indexOf('@');
    text = at < 0 ? text : text.substring(0, at);
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/') ? text.substring(0, colon) : text;
  }

  static SourceStep succeeded(SourceBuild run, Instant now) {
    SourceBuild next =
        run.saying(
            now,
            Entry.SECTION,
            "Built "
                + run.plan().image()
                + "@"
                + run.digest().orElseThrow()
                + " ("
                + String.join(", ", run.plan().tags())
                + ")");
    return SourceStep.to(next.settled(new Settlement(true, "", result(run, now, "succeeded"))));
  }

  static SourceStep failed(SourceBuild run, Instant now, String message) {
    return SourceStep.to(run.settled(new Settlement(false, message, result(run, now, "failed"))));
  }

  /** The plugin itself fails, turn after turn. */
  static SourceStep broken(SourceBuild run, Instant now, String fault) {
    String message =
        "A fault in the plugin keeps it from following the build of "
            + run.plan().image()
            + " ("
            + fault
            + "); report it with what Jenkins' log says. A build "
            + run.build().orElse("with the tag " + run.marker())
            + " may be running: look at it, or cancel it by hand.";
    return SourceStep.to(
        run.settled(new Settlement(false, message, result(run, now, "internal_error"))));
  }

  /** Aborted before anything was submitted. */
  static SourceStep cancelled(SourceBuild run, Instant now) {
    String who = run.command().map(c -> c.actor()).orElse("somebody");
    return SourceStep.to(
        run.settled(
            new Settlement(
                false,
                "The build of "
                    + run.plan().image()
                    + " was aborted by "
                    + who
                    + ". Nothing was submitted.",
                result(run, now, "aborted"))));
  }

  /** The build ended without an image. */
  static SourceStep ended(SourceBuild run, Instant now, BuildState state) {
    boolean cancelled = state.status() == Status.CANCELLED;
    String outcome = run.aborted() ? "aborted" : cancelled ? "cancelled" : "failed";
    List<String> said = new ArrayList<>();
    said.add(
        "Build "
            + state.id()
            + " in "
            + run.plan().place()
            + " "
            + verb(state.status())
            + run.ending().map(why -> " (" + why + ")").orElse("")
            + step(state)
            + ".");
    if (!cancelled) {
      detail(state).ifPresent(said::add);
      advice(run, state).ifPresent(said::add);
      lastLines(run).ifPresent(said::add);
    }
    if (!state.logUrl().isEmpty()) {
      said.add("Its log: " + state.logUrl());
    }
    return SourceStep.to(
        run.settled(new Settlement(false, String.join(" ", said), result(run, now, outcome))));
  }

  private static String verb(Status status) {
    return switch (status) {
      case CANCELLED -> "was cancelled";
      case TIMEOUT -> "took longer than its own timeout allows";
      case EXPIRED -> "waited in the queue for too long";
      case INTERNAL_ERROR -> "failed for a reason inside Cloud Build";
      default -> "failed";
    };
  }

  private static String step(BuildState state) {
    for (int i = 0; i < state.steps().size(); i++) {
      StepState step = state.steps().get(i);
      if (step.status().ended() && step.status() != Status.SUCCESS) {
        String exit =
            step.exitCode().isPresent() ? " exited with code " + step.exitCode().getAsInt() : "";
        String what = exit.isEmpty() ? " " + verb(step.status()) : exit;
        return ": step "
            + i
            + " ("
            + (step.id().isEmpty() ? "" : step.id() + ", ")
            + step.name()
            + ")"
            + what;
      }
    }
    return "";
  }

  private static Optional<String> detail(BuildState state) {
    String text = state.failure().detail().isEmpty() ? state.detail() : state.failure().detail();
    return text.isBlank()
        ? Optional.empty()
        : Optional.of(text.strip().endsWith(".") ? text.strip() : text.strip() + ".");
  }

  private static Optional<String> advice(SourceBuild run, BuildState state) {
    String account =
        run.plan()
            .serviceAccount()
            .map(email -> "The account " + email)
            .orElse("The account that the build runs as (the project's default for Cloud Build)");
    if (state.status() == Status.TIMEOUT) {
      return Optional.of("Raise timeLimit, or timeout in the build configuration.");
    }
    if (state.status() == Status.EXPIRED || state.status() == Status.INTERNAL_ERROR) {
      return Optional.of("Run it again; https://status.cloud.google.com tells of outages.");
    }
    return switch (state.failure().type()) {
      case "PUSH_NOT_AUTHORIZED" ->
          Optional.of(
              account
                  + " needs roles/artifactregistry.writer on the repository of "
                  + run.plan().image()
                  + ".");
      case "PUSH_FAILED" -> Optional.of("Does the repository of " + run.plan().image() + " exist?");
      case "PUSH_IMAGE_NOT_FOUND" ->
          Optional.of("Let a step build the image that the build configuration lists in images.");
      case "FETCH_SOURCE_FAILED" ->
          Optional.of(
              account
                  + " needs roles/storage.objectViewer on the bucket "
                  + run.plan().source().bucket()
                  + ".");
      default -> Optional.empty();
    };
  }

  private static Optional<String> lastLines(SourceBuild run) {
    List<String> lines =
        run.history().stream()
            .filter(entry -> entry.kind().equals(Entry.LOG) && !entry.text().isBlank())
            .map(Entry::text)
            .toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Its last lines:\n"
                + String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()))
                + "\n");
  }

  private static Map<String, Object> result(SourceBuild run, Instant now, String outcome) {
    SourcePlan plan = run.plan();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("outcome", outcome);
    result.put("image", plan.image().toString());
    result.put("digest", run.digest().map(ImageDigest::value).orElse(""));
    result.put("ref", run.digest().map(d -> plan.image() + "@" + d).orElse(""));
    result.put("tags", run.digest().isPresent() ? new ArrayList<>(plan.tags()) : new ArrayList<>());
    result.put("commit", plan.commit().value());
    result.put("build", run.build().orElse(""));
    result.put("logUrl", run.log().url());
    result.put("source", plan.source().toString());
    result.put("seconds", Duration.between(run.startedAt(), now).toSeconds());
    return result;
  }
}
