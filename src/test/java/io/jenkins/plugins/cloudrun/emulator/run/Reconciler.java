package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.longrunning.Operation;
import com.google.protobuf.Timestamp;
import io.jenkins.plugins.cloudrun.emulator.Fault;
import io.jenkins.plugins.cloudrun.emulator.container.LaunchFailure;
import java.util.List;
import java.util.Optional;

/** Brings a service to what was written, one write after another. */
final class Reconciler {
  private final World world;
  private final Operations operations;
  private final Drafts drafts;
  private final Traffic traffic;

  Reconciler(World world, Operations operations, Drafts drafts, Traffic traffic) {
    this.world = world;
    this.operations = operations;
    this.drafts = drafts;
    this.traffic = traffic;
  }

  /**
   * An accepted write.
   *
   * @param service as written
   * @param revision the name of the revision to make, if the write makes one
   * @param error how its operation shall end, if a test said so
   */
  record Write(
      Operation operation,
      Service service,
      Optional<String> revision,
      Optional<Fault.OperationFails> error) {}

  /** Takes a write up; call with the world locked. */
  void accept(ServiceEntry entry, Write write) {
    enqueue(entry, () -> reconcile(entry, write));
  }

  /** Runs after the writes before it. */
  void enqueue(ServiceEntry entry, Runnable work) {
    entry.pending.addLast(work);
    if (!entry.busy) {
      entry.busy = true;
      world.soon(() -> drain(entry));
    }
  }

  private void drain(ServiceEntry entry) {
    Runnable next =
        world.locked(
            () -> {
              Runnable first = entry.pending.pollFirst();
              entry.busy = first != null;
              return first == null ? () -> {} : first;
            });
    next.run();
    world.locked(
        () -> {
          if (entry.busy) {
            entry.busy = !entry.pending.isEmpty();
            if (entry.busy) {
              world.soon(() -> drain(entry));
            }
          }
        });
  }

  /** A failure as the service shows it, with the code of the operation's error. */
  private record Failed(Condition ready, int code) {}

  private void reconcile(ServiceEntry entry, Write write) {
    Optional<Failed> failed = Optional.empty();
    if (write.error().isPresent()) {
      Fault.OperationFails error = write.error().get();
      failed =
          Optional.of(
              new Failed(
                  Conditions.failed(
                      "Ready", Condition.CommonReason.INTERNAL, error.message(), world.now()),
                  error.code()));
    } else if (write.revision().isPresent()) {
      failed = deploy(entry, write, write.revision().get());
    }
    Optional<Failed> deployFailed = failed;
    world.locked(() -> finish(entry, write, deployFailed));
  }

  private Optional<Failed> deploy(ServiceEntry entry, Write write, String name) {
    Deployed deployed =
        world.locked(
            () -> {
              Deployed made = drafts.make(write.service(), name);
              entry.revisions.put(name, made);
              entry.service =
                  entry.service.toBuilder()
                      .setLatestCreatedRevision(made.revision().getName())
                      .build();
              return made;
            });
    try {
      deployed.start();
    } catch (LaunchFailure e) {
      Timestamp now = world.now();
      String service = World.last(write.service().getName());
      String message = RevisionFailures.message(world.options().project(), service, name, e);
      Condition ready = RevisionFailures.onRevision("Ready", e, now);
      boolean imported =
          e.kind() == LaunchFailure.Kind.NOT_LISTENING || e.kind() == LaunchFailure.Kind.PROBE;
      deployed.revision(
          deployed.revision().toBuilder()
              .setReconciling(false)
              .setObservedGeneration(1)
              .clearConditions()
              .addConditions(ready)
              .addConditions(
                  imported
                      ? Conditions.succeeded("ContainerReady", now)
                      : Conditions.as("ContainerReady", ready))
              .addConditions(
                  imported
                      ? Conditions.as("ContainerHealthy", ready)
                      : Conditions.pending("ContainerHealthy", now))
              .addConditions(Conditions.succeeded("ResourcesAvailable", now))
              .build());
      return Optional.of(new Failed(RevisionFailures.onService("Ready", e, message, now), 9));
    }
    Timestamp now = world.now();
    deployed.revision(
        deployed.revision().toBuilder()
            .setReconciling(false)
            .setObservedGeneration(1)
            .clearConditions()
            .addConditions(Conditions.succeeded("Ready", now))
            .addConditions(
                Conditions.succeeded("Active", now).toBuilder()
                    .setSeverity(Condition.Severity.INFO))
            .addConditions(Conditions.succeeded("ContainerHealthy", now))
            .addConditions(Conditions.succeeded("ContainerReady", now))
            .addConditions(Conditions.succeeded("ResourcesAvailable", now))
            .build());
    return Optional.empty();
  }

  private void finish(ServiceEntry entry, Write write, Optional<Failed> deployFailed) {
    Timestamp now = world.now();
    Service.Builder service = entry.service.toBuilder();
    boolean current = service.getGeneration() == write.service().getGeneration();
    boolean first = service.getLatestReadyRevision().isEmpty();
    Optional<Failed> failed = deployFailed;
    if (failed.isEmpty()) {
      write
          .revision()
          .ifPresent(
              name -> service.setLatestReadyRevision(service.getName() + "/revisions/" + name));
      failed =
          traffic
              .refusal(entry, write.service())
              .map(
                  refusal ->
                      new Failed(
                          Conditions.failed(
                              "Ready",
                              Condition.CommonReason.REVISION_FAILED,
                              refusal.message(),
                              now),
                          refusal.code()));
    } else if (first
        && failed.get().ready().getRevisionReason()
            == Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR) {
      // Seen on the real service: a new service whose container does not listen names the failed
      // revision as its latest ready one.
      service.setLatestReadyRevision(service.getLatestCreatedRevision());
    }
    if (failed.isEmpty()) {
      // The traffic of this write, even if a later one is waiting.
      Service.Builder routed = write.service().toBuilder();
      routed.setLatestReadyRevision(service.getLatestReadyRevision());
      traffic.apply(entry, routed);
      service
          .clearTrafficStatuses()
          .addAllTrafficStatuses(routed.getTrafficStatusesList())
          .setUri(routed.getUri())
          .clearUrls()
          .addAllUrls(routed.getUrlsList());
    }
    service.setObservedGeneration(write.service().getGeneration());
    service
        .setTerminalCondition(
            failed.map(Failed::ready).orElseGet(() -> Conditions.succeeded("Ready", now)))
        .clearConditions()
        .addAllConditions(conditions(write.service(), failed, now));
    service.setReconciling(false);
    Service done = service.build();
    entry.service = current ? done : pendingAgain(entry.service, done);
    Service answer =
        current
            ? done
            : done.toBuilder()
                .setGeneration(write.service().getGeneration())
                .setTemplate(write.service().getTemplate())
                .clearTraffic()
                .addAllTraffic(write.service().getTrafficList())
                .build();
    if (failed.isPresent()) {
      operations.fail(
          write.operation(), failed.get().code(), failed.get().ready().getMessage(), answer);
    } else {
      operations.succeed(write.operation(), answer);
    }
  }

  /** A later write waits: the service goes on reconciling. */
  private static Service pendingAgain(Service written, Service done) {
    return done.toBuilder()
        .setReconciling(true)
        .setTerminalCondition(written.getTerminalCondition())
        .build();
  }

  private static List<Condition> conditions(
      Service service, Optional<Failed> failed, Timestamp now) {
    boolean followsLatest =
        service.getTrafficList().stream()
            .anyMatch(
                target ->
                    target.getType()
                        == TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST);
    Condition routes = Conditions.succeeded("RoutesReady", now);
    Condition configurations = Conditions.succeeded("ConfigurationsReady", now);
    if (failed.isPresent()) {
      Condition ready = failed.get().ready();
      boolean refused = ready.getReason() == Condition.CommonReason.REVISION_FAILED;
      if (followsLatest || refused) {
        routes = Conditions.as("RoutesReady", ready);
      } else {
        configurations = Conditions.as("ConfigurationsReady", ready);
      }
    }
    return List.of(routes, configurations);
  }
}
