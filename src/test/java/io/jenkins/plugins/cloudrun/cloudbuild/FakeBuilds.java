package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.ImageTags;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A Cloud Build in memory, whose builds take a few looks and print a line for each. */
final class FakeBuilds implements Sessions, Session, SourceBuilds, Images, ImageTags {
  static final ImageDigest DIGEST = new ImageDigest("sha256:" + "c".repeat(64));

  final Map<String, String> markers = new LinkedHashMap<>();
  final Map<String, ImageDigest> tags = new TreeMap<>();
  final List<String> effects = new ArrayList<>();
  final Deque<Failure> nextSubmit = new ArrayDeque<>();
  final Deque<Failure> nextFind = new ArrayDeque<>();
  Crash.At afterEffect = new Crash.At(0);
  Crash.At gone = new Crash.At(0);
  Optional<Failure> logFailure = Optional.empty();
  Status end = Status.SUCCESS;
  Trouble trouble = Trouble.NONE;
  List<String> warnings = List.of();
  boolean pushes = true;
  boolean named = true;
  boolean stuck;
  int looks = 4;
  int linesOfLook = 1;
  private int looked;
  private boolean cancelled;
  private Order order;

  private void alive() {
    if (gone.happened() || afterEffect.happened()) {
      afterEffect.pass("gone");
      gone.pass("gone");
    }
  }

  @Override
  public Scans scans() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Session open(Origin origin, Account account) {
    alive();
    return this;
  }

  @Override
  public CloudRun cloudRun() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Metrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public io.jenkins.plugins.cloudrun.rollout.port.Logs logs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Health health() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Jobs jobs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Images images() {
    return this;
  }

  @Override
  public SourceBuilds sourceBuilds() {
    return this;
  }

  @Override
  public ImageTags imageTags() {
    return this;
  }

  @Override
  public synchronized Submitted submit(Order asked) throws Failure {
    alive();
    order = asked;
    Failure failure = nextSubmit.poll();
    if (failure instanceof Failure.Transient || failure instanceof Failure.Permanent) {
      throw failure;
    }
    if (markers.containsKey(asked.marker())) {
      throw new AssertionError("submitted twice: " + asked.marker());
    }
    String id = "b-" + (markers.size() + 1);
    markers.put(asked.marker(), id);
    effects.add("submit");
    afterEffect.pass("after submit");
    if (failure != null) {
      throw failure;
    }
    return new Submitted(id, warnings);
  }

  @Override
  public synchronized Optional<String> find(Place place, String marker) throws Failure {
    alive();
    if (!nextFind.isEmpty()) {
      throw nextFind.pop();
    }
    return Optional.ofNullable(markers.get(marker));
  }

  @Override
  public synchronized Optional<BuildState> build(Place place, String id) {
    alive();
    looked++;
    boolean over = cancelled || looked >= looks && !stuck;
    Status status =
        cancelled ? Status.CANCELLED : over ? end : looked == 1 ? Status.WAITING : Status.WORKING;
    if (over && status == Status.SUCCESS && pushes) {
      tags.put(order.image().tag().orElseThrow(), DIGEST);
    }
    return Optional.of(
        new BuildState(
            id,
            status,
            "",
            "https://console.example/" + id,
            new Logs("gs://logs", false),
            List.of(
                new StepState("gcr.io/fetch", "", Status.SUCCESS, OptionalInt.empty()),
                new StepState(
                    "gcr.io/docker",
                    "compile",
                    status == Status.FAILURE ? Status.FAILURE : Status.WORKING,
                    status == Status.FAILURE ? OptionalInt.of(2) : OptionalInt.empty())),
            over && status == Status.SUCCESS && named
                ? List.of(new Pushed(order.image().toString(), DIGEST))
                : List.of(),
            over ? trouble : Trouble.NONE,
            List.of()));
  }

  @Override
  public synchronized void cancel(Place place, String id) {
    alive();
    if (!cancelled) {
      cancelled = true;
      effects.add("cancel");
      afterEffect.pass("after cancel");
    }
  }

  @Override
  public synchronized LogPart log(Place place, BuildState build, LogMark from) throws Failure {
    alive();
    if (logFailure.isPresent()) {
      throw logFailure.get();
    }
    // The log grows by some lines with each look and is read two thirds at a time.
    long there = (long) Math.min(looked, looks) * linesOfLook;
    long to = Math.min(there, from.offset() + Math.max(1, linesOfLook * 2 / 3));
    List<String> lines = new ArrayList<>();
    for (long i = from.offset(); i < to; i++) {
      lines.add("line " + i);
    }
    return new LogPart(lines, new LogMark(to, ""), to < there, false);
  }

  @Override
  public synchronized ImageDigest resolve(ImageReference image) throws Failure {
    alive();
    ImageDigest found = tags.get(image.tag().orElseThrow());
    if (found == null) {
      throw new Failure.Permanent(Failure.Reason.NOT_FOUND, "No such image.", null);
    }
    return found;
  }

  @Override
  public synchronized ImageDigest tag(ImageReference image, String tag) {
    alive();
    tags.put(tag, image.digest().orElseThrow());
    effects.add("tag " + tag);
    afterEffect.pass("after tag");
    return image.digest().orElseThrow();
  }
}
