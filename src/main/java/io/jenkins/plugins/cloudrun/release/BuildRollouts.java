package io.jenkins.plugins.cloudrun.release;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.RunAction2;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.StaplerProxy;

/** The page of a build with its rollouts. Kept with the build are their ids alone. */
public final class BuildRollouts implements RunAction2, StaplerProxy {
  static final String URL_NAME = "cloud-run";

  /** Persisted. */
  private final List<String> ids = new ArrayList<>();

  private transient @Nullable Run<?, ?> run;

  /** Keeps a rollout's id with the build that asks for it; again, it changes nothing. */
  public static void record(Run<?, ?> run, String id) throws IOException {
    BuildRollouts rollouts;
    synchronized (run) {
      rollouts = run.getAction(BuildRollouts.class);
      if (rollouts == null) {
        rollouts = new BuildRollouts();
        rollouts.run = run;
        run.addAction(rollouts);
      }
    }
    if (rollouts.add(id)) {
      // The page has to be there when nobody is left to write the build: after a kill.
      run.save();
    }
  }

  /** Writes into a build's log where a question of its rollout is answered. */
  public static void invite(Run<?, ?> run, String id, TaskListener log) throws IOException {
    log.getLogger().print("Approve or reject: ");
    log.hyperlink("/" + path(run, id), page(run, id));
    log.getLogger().println();
  }

  /** The page of one of a build's rollouts, absolute where the address of Jenkins is known. */
  public static String page(Run<?, ?> run, String id) {
    String root = Platform.get().rootUrl();
    return (root.isEmpty() ? "/" : root) + path(run, id);
  }

  private static String path(Run<?, ?> run, String id) {
    return run.getUrl() + URL_NAME + "/rollout/" + id + "/";
  }

  private synchronized boolean add(String id) {
    return !ids.contains(id) && ids.add(id);
  }

  private synchronized boolean has(String id) {
    return ids.contains(id);
  }

  private synchronized List<String> ids() {
    return List.copyOf(ids);
  }

  @Override
  public void onAttached(Run<?, ?> attached) {
    run = attached;
  }

  @Override
  public void onLoad(Run<?, ?> loaded) {
    run = loaded;
  }

  /** Null, and so no link, for who may not see it. */
  @Override
  public @Nullable String getIconFileName() {
    return mayView() ? "symbol-cloud" : null;
  }

  @Override
  public String getDisplayName() {
    return "Cloud Run";
  }

  @Override
  public String getUrlName() {
    return URL_NAME;
  }

  /** Null, and so not found, for who may not see it. */
  @Override
  public @Nullable Object getTarget() {
    return mayView() ? this : null;
  }

  private boolean mayView() {
    return getRun().getParent().hasPermission(CloudRunPermissions.VIEW);
  }

  public Run<?, ?> getRun() {
    return Optional.<Run<?, ?>>ofNullable(run)
        .orElseThrow(() -> new IllegalStateException("a build's action without its build"));
  }

  /** All rollouts of the build that are still kept, in the order in which they were begun. */
  public List<RolloutPage> getPages() {
    return ids().stream().flatMap(id -> Stream.ofNullable(getRollout(id))).toList();
  }

  /** Those that wait for a person. */
  public List<RolloutPage> getAsking() {
    return getPages().stream().filter(RolloutPage::isAsking).toList();
  }

  /** Whether one of them goes on. */
  public boolean isMoving() {
    return getPages().stream().anyMatch(page -> !page.isOver());
  }

  /** Where they stand, in a few words each. */
  public String getState() {
    return getPages().stream()
        .map(page -> page.getDisplayName() + ": " + page.getState())
        .collect(Collectors.joining("; "));
  }

  /** One of the build; null, and so not found, for any other. */
  public @Nullable RolloutPage getRollout(String id) {
    if (!has(id)) {
      return null;
    }
    Optional<Rollout> rollout = Platform.get().rollouts().find(id);
    Run<?, ?> build = getRun();
    return rollout
        .map(
            found ->
                new RolloutPage(
                    build.getParent(),
                    build,
                    build.getUrl() + URL_NAME + "/",
                    found,
                    Clock.system(Platform.get().zone())))
        .orElse(null);
  }
}
