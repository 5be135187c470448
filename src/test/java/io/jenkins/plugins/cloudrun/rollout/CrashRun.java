package io.jenkins.plugins.cloudrun.rollout;

import com.google.cloud.run.v2.Service;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Store;
import io.jenkins.plugins.cloudrun.durable.VirtualTime;
import io.jenkins.plugins.cloudrun.emulator.QuietCloud;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One case: a story over the real client and the emulator's services, in virtual time, with the
 * engine's process ended at one point and a flaw of the API at another. What must never be is
 * looked at after every step.
 */
final class CrashRun {
  /** What the client gives an exchange. */
  static final Duration EXCHANGE = Duration.ofSeconds(20);

  private static final int MOST_STEPS = 20_000;

  private final Story story;
  private final VirtualTime time = new VirtualTime();
  private final Stage stage;
  private final Path home;
  private final Watchman watchman;
  private final Map<String, Rollout> started = new LinkedHashMap<>();
  private final Set<Story.Wish> wished = new LinkedHashSet<>();
  private UnaryOperator<Store<Rollout>> store = real -> real;
  private Between between = folder -> {};
  private Predicate<Rollout> refused = rollout -> false;
  private DurableEngine<Rollout> engine;

  /** What happens to the files while no process has them. */
  interface Between {
    void change(Path activeFiles) throws IOException;
  }

  CrashRun(Story story, Path home) {
    this.story = story;
    this.home = home;
    this.stage = new Stage(time, home);
    stage.set(story);
    this.watchman = new Watchman(story, stage, time);
    this.engine = engine(Cut.never());
  }

  QuietCloud cloud() {
    return stage.cloud();
  }

  private DurableEngine<Rollout> engine(Cut cut) {
    Session session = stage.session(cut, watchman);
    return new DurableEngine<>(
        cut.store(
            store.apply(new FileStore<>(home.resolve("rollouts"), new RolloutJson(Golden.PLAIN)))),
        new RolloutBehaviour((origin, account) -> open(session), time, stage.records()),
        time,
        time);
  }

  private Session open(Session session) throws Failure {
    if (refused.test(now("r-1"))) {
      throw new Failure.Permanent(
          Failure.Reason.UNAUTHENTICATED, "The job team/shop is gone.", null);
    }
    return session;
  }

  /** Refuses the credentials once the rollout is so far. */
  CrashRun refusing(Predicate<Rollout> when) {
    refused = when;
    return this;
  }

  /** Lets somebody look at what is saved. */
  CrashRun with(UnaryOperator<Store<Rollout>> looking) {
    store = looking;
    return this;
  }

  /** Lets somebody change what is saved after the process has ended. */
  CrashRun between(Between change) {
    between = change;
    return this;
  }

  /** Plays the story to its end; what it says is the same for the same arguments. */
  String play(Cut cut, Optional<Flaw> flaw) throws IOException {
    flaw.filter(f -> !f.afterCrash()).ifPresent(f -> f.into(cloud().faults()));
    watchman.allow(flaw.map(Flaw::delay).orElse(Duration.ZERO));
    engine = engine(cut);
    try {
      live();
    } catch (Crash crash) {
      time.crash();
      between.change(home.resolve("rollouts/active"));
      flaw.filter(Flaw::afterCrash).ifPresent(f -> f.into(cloud().faults()));
      engine = engine(Cut.never());
      live();
    }
    return summary();
  }

  /** One life of the process. */
  private void live() {
    engine.resume();
    // Builds that are resumed ask again; that must not begin anything twice.
    started.values().forEach(engine::start);
    for (int steps = 0; !over(); steps++) {
      act();
      watchman.look(started.values());
      if (!over() && !time.step() || steps > MOST_STEPS) {
        throw new AssertionError(
            "it stands still: " + started.keySet().stream().map(this::now).toList());
      }
    }
    watchman.look(started.values());
    // What was asked for on the side, such as tidying up.
    while (!time.idle()) {
      time.step();
    }
  }

  private boolean over() {
    return started.size() == story.starts().size()
        && started.keySet().stream().allMatch(id -> now(id).settlement().isPresent());
  }

  Rollout now(String id) {
    return engine.find(id).orElseThrow();
  }

  boolean is(String id, Class<? extends Phase> phase) {
    return started.containsKey(id) && phase.isInstance(now(id).phase());
  }

  private void act() {
    for (Story.Start start : story.starts()) {
      if (!started.containsKey(start.id()) && start.when().test(this)) {
        Rollout rollout =
            Rollout.start(
                start.id(),
                new Origin("team/shop", Optional.of(7), "alice"),
                start.plan(),
                time.instant());
        // Before the crash that the start may be: the build asks again.
        started.put(start.id(), rollout);
        engine.start(rollout);
      }
    }
    for (Story.Wish wish : story.wishes()) {
      if (started.containsKey(wish.id())
          && !wished.contains(wish)
          && now(wish.id()).settlement().isEmpty()
          && wish.when().test(now(wish.id()))) {
        engine.command(wish.id(), new Command(wish.kind(), "carol", "because", time.instant()));
        wished.add(wish);
      }
    }
  }

  /** How everything ended: the same for every case of a story. */
  String summary() throws IOException {
    if (!VirtualTime.idle(engine) || !time.idle()) {
      throw new AssertionError("something is left waiting");
    }
    try (Stream<Path> active = Files.list(home.resolve("rollouts/active"))) {
      if (active.findAny().isPresent()) {
        throw new AssertionError("an active file is left");
      }
    }
    String outcomes =
        started.keySet().stream()
            .map(id -> String.valueOf(now(id).settlement().orElseThrow().result().get("outcome")))
            .collect(Collectors.joining("+"));
    return outcomes
        + ": "
        + stage.keys(story).stream().map(this::text).collect(Collectors.joining("; "));
  }

  private String text(ServiceKey key) {
    Optional<Service> service = cloud().service(key.resource());
    return service.isEmpty()
        ? "none"
        : Watchman.text(service.get())
            + ", "
            + cloud().revisions(key.resource()).size()
            + " revisions";
  }

  /** The longest that anybody was sent to an ill revision. */
  Duration longestIll() {
    return watchman.longestIll();
  }
}
