package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.DeleteServiceRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.ListServicesRequest;
import com.google.cloud.run.v2.ListServicesResponse;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.front.FrontDoor;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import io.jenkins.plugins.cloudrun.emulator.metrics.RequestStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The calls on services. */
public final class Services {
  private static final long KEPT_SECONDS = 30L * 24 * 3600;

  private final World world;
  private final Operations operations;
  private final FrontDoor front;
  private final Policies policies;
  private final Reconciler reconciler;
  private final Map<String, ServiceEntry> entries = new LinkedHashMap<>();

  public Services(
      World world,
      Operations operations,
      Policies policies,
      Containers containers,
      LogStore logs,
      RequestStore requests,
      FrontDoor front,
      Tokens tokens) {
    this.world = world;
    this.operations = operations;
    this.policies = policies;
    this.front = front;
    this.reconciler =
        new Reconciler(
            world,
            operations,
            new Drafts(world, containers, logs, requests),
            new Traffic(world, front, tokens, policies));
  }

  public void register(Handlers handlers) {
    handlers.on(
        "Services.GetService",
        GetServiceRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.services.get", name);
          return world.locked(() -> entry(name).service);
        });
    handlers.on("Services.ListServices", ListServicesRequest.getDefaultInstance(), this::list);
    handlers.on("Services.CreateService", CreateServiceRequest.getDefaultInstance(), this::create);
    handlers.on("Services.UpdateService", UpdateServiceRequest.getDefaultInstance(), this::update);
    handlers.on("Services.DeleteService", DeleteServiceRequest.getDefaultInstance(), this::delete);
    policies.register(handlers, "Services", "services", this::entry);
    new Revisions(world, operations, this::entry).register(handlers);
  }

  private ServiceEntry entry(String name) {
    ServiceEntry entry = entries.get(name);
    if (entry == null) {
      throw world.missing("SERVICE", name);
    }
    return entry;
  }

  private ListServicesResponse list(ListServicesRequest request, Context context) {
    String parent = world.canonical(request.getParent());
    world.access().check(context.caller(), "run.services.list", parent);
    if (World.region(parent + "/x").equals("-")) {
      throw ApiException.violation("parent", "The location must not be '-'.");
    }
    return world.locked(
        () -> {
          Pages.Page<Service> page =
              Pages.of(
                  entries.values().stream()
                      .map(entry -> entry.service)
                      .filter(service -> World.parent(service.getName()).equals(parent))
                      .sorted((a, b) -> Timestamps.compare(b.getCreateTime(), a.getCreateTime()))
                      .toList(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListServicesResponse.newBuilder()
              .addAllServices(page.items())
              .setNextPageToken(page.next())
              .build();
        });
  }

  private Operation create(CreateServiceRequest request, Context context) {
    String parent = world.canonical(request.getParent());
    String name = parent + "/services/" + request.getServiceId();
    world.access().check(context.caller(), "run.services.create", name);
    ServiceRules.checkId("service_id", request.getServiceId());
    String given = request.getService().getName();
    if (!given.isEmpty() && !given.equals(name)) {
      throw ApiException.violation("service.name", "Must be empty when a service is created.");
    }
    return create(name, request.getService(), request.getValidateOnly(), context);
  }

  private Operation create(String name, Service wanted, boolean validateOnly, Context context) {
    Service.Builder service = wanted.toBuilder().setName(name);
    OutputOnly.keep(service, Service.getDefaultInstance());
    prepare(service, context);
    return world.locked(
        () -> {
          if (entries.containsKey(name)) {
            throw ApiException.exists("Resource '" + World.last(name) + "' already exists.");
          }
          Timestamp now = world.now();
          service
              .setUid(world.uid())
              .setGeneration(1)
              .setCreateTime(now)
              .setUpdateTime(now)
              .setCreator(context.caller().email())
              .setLastModifier(context.caller().email())
              .setReconciling(true)
              .setTerminalCondition(
                  Condition.newBuilder().setState(Condition.State.CONDITION_PENDING))
              .setEtag(Etags.of(now, name));
          if (validateOnly) {
            return validated(service.build());
          }
          ServiceEntry entry = new ServiceEntry(service.build());
          entries.put(name, entry);
          Operation operation = operations.begin(name, service.clone().clearUid().build());
          reconciler.accept(
              entry,
              new Reconciler.Write(
                  operation,
                  entry.service,
                  Optional.of(revisionName(entry.service)),
                  context.operationError()));
          return operation;
        });
  }

  private Operation update(UpdateServiceRequest request, Context context) {
    String name = world.canonical(request.getService().getName());
    world.access().check(context.caller(), "run.services.update", name);
    return world.locked(
        () -> {
          ServiceEntry entry = entries.get(name);
          if (entry == null && request.getAllowMissing()) {
            ServiceRules.checkId("service.name", World.last(name));
            return create(name, request.getService(), request.getValidateOnly(), context);
          }
          return update(entry(name), name, request, context);
        });
  }

  private Operation update(
      ServiceEntry entry, String name, UpdateServiceRequest request, Context context) {
    Service current = entry.service;
    Etags.check(request.getService().getEtag(), current.getEtag(), name);
    if (entry.deleting) {
      throw ApiException.aborted("Resource '" + World.last(name) + "' is being deleted.");
    }
    Service.Builder service = Masks.merged(current, request).setName(name);
    OutputOnly.keep(service, current);
    prepare(service, context);
    boolean deploys = deploys(entry, current.getTemplate(), service.getTemplate());
    Timestamp now = world.now();
    Condition.Builder pending = current.getTerminalCondition().toBuilder();
    service
        .setGeneration(current.getGeneration() + 1)
        .setUpdateTime(now)
        .setLastModifier(context.caller().email())
        .setReconciling(true)
        .setTerminalCondition(
            Condition.newBuilder()
                .setType("Ready")
                .setState(Condition.State.CONDITION_PENDING)
                .setLastTransitionTime(pending.getLastTransitionTime()))
        .setEtag(Etags.of(now, name));
    if (request.getValidateOnly()) {
      return validated(service.build());
    }
    entry.service = service.build();
    Operation operation = operations.begin(name, entry.service);
    reconciler.accept(
        entry,
        new Reconciler.Write(
            operation,
            entry.service,
            deploys ? Optional.of(revisionName(entry.service)) : Optional.empty(),
            context.operationError()));
    return operation;
  }

  private Operation delete(DeleteServiceRequest request, Context context) {
    String name = world.canonical(request.getName());
    world.access().check(context.caller(), "run.services.delete", name);
    return world.locked(
        () -> {
          ServiceEntry entry = entry(name);
          Etags.check(request.getEtag(), entry.service.getEtag(), name);
          Timestamp now = world.now();
          Service deleting =
              entry.service.toBuilder()
                  .setGeneration(entry.service.getGeneration() + 1)
                  .setDeleteTime(now)
                  .setUpdateTime(now)
                  .setExpireTime(now.toBuilder().setSeconds(now.getSeconds() + KEPT_SECONDS))
                  .setReconciling(true)
                  .setEtag(Etags.of(now, name))
                  .build();
          if (request.getValidateOnly()) {
            return validated(deleting);
          }
          entry.service = deleting;
          entry.deleting = true;
          Operation operation = operations.begin(name, deleting);
          reconciler.enqueue(entry, () -> deleted(entry, name, operation));
          return operation;
        });
  }

  private void deleted(ServiceEntry entry, String name, Operation operation) {
    entry.revisions.values().forEach(Deployed::stop);
    world.locked(
        () -> {
          front.closeAll(name);
          entries.remove(name);
          policies.forget(name);
          operations.succeed(
              operation,
              entry.service.toBuilder()
                  .setObservedGeneration(entry.service.getGeneration())
                  .setReconciling(false)
                  .setTerminalCondition(Conditions.succeeded("Ready", world.now()))
                  .build());
        });
  }

  private void prepare(Service.Builder service, Context context) {
    ServiceDefaults.apply(service, world.options().computeAccount());
    ServiceRules.check(service.build());
    world.access().checkActAs(context.caller(), service.getTemplate().getServiceAccount());
  }

  /** Whether a write makes a revision; one that has its name already must be the same. */
  private boolean deploys(ServiceEntry entry, RevisionTemplate old, RevisionTemplate wanted) {
    if (wanted.equals(old)) {
      return false;
    }
    Deployed existing = entry.revisions.get(wanted.getRevision());
    if (existing == null) {
      return true;
    }
    if (!existing.template().equals(wanted.toBuilder().clearRevision().build())) {
      throw ApiException.exists(
          "Revision named '%s' with different configuration already exists."
              .formatted(wanted.getRevision()));
    }
    return false;
  }

  private String revisionName(Service service) {
    String chosen = service.getTemplate().getRevision();
    return chosen.isEmpty()
        ? "%s-%05d-%s"
            .formatted(World.last(service.getName()), service.getGeneration(), world.suffix(3))
        : chosen;
  }

  /** What a write that only validates answers: an operation that is done and not kept. */
  private Operation validated(Service service) {
    return operations.succeed(Operation.getDefaultInstance(), service);
  }
}
