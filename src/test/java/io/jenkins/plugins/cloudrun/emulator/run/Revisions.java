package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.DeleteRevisionRequest;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.ListRevisionsRequest;
import com.google.cloud.run.v2.ListRevisionsResponse;
import com.google.cloud.run.v2.Revision;
import com.google.longrunning.Operation;
import com.google.protobuf.util.Timestamps;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import java.util.Optional;
import java.util.function.Function;

/** The calls on revisions of services. */
final class Revisions {
  private final World world;
  private final Operations operations;
  private final Function<String, ServiceEntry> services;

  /**
   * @param services finds a service by name, or refuses
   */
  Revisions(World world, Operations operations, Function<String, ServiceEntry> services) {
    this.world = world;
    this.operations = operations;
    this.services = services;
  }

  void register(Handlers handlers) {
    handlers.on(
        "Revisions.GetRevision",
        GetRevisionRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.revisions.get", name);
          return world.locked(() -> deployed(name).revision());
        });
    handlers.on("Revisions.ListRevisions", ListRevisionsRequest.getDefaultInstance(), this::list);
    handlers.on(
        "Revisions.DeleteRevision", DeleteRevisionRequest.getDefaultInstance(), this::delete);
  }

  private Deployed deployed(String name) {
    if (name.contains("/workerPools/")) {
      throw ApiException.unimplemented();
    }
    return Optional.ofNullable(services.apply(World.parent(name)).revisions.get(World.last(name)))
        .orElseThrow(() -> world.missing("REVISION", name));
  }

  private ListRevisionsResponse list(ListRevisionsRequest request, Context context) {
    String parent = world.canonical(request.getParent());
    world.access().check(context.caller(), "run.revisions.list", parent);
    return world.locked(
        () -> {
          Pages.Page<Revision> page =
              Pages.of(
                  services.apply(parent).revisions.values().stream()
                      .map(Deployed::revision)
                      .sorted((a, b) -> Timestamps.compare(b.getCreateTime(), a.getCreateTime()))
                      .toList(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListRevisionsResponse.newBuilder()
              .addAllRevisions(page.items())
              .setNextPageToken(page.next())
              .build();
        });
  }

  private Operation delete(DeleteRevisionRequest request, Context context) {
    String name = world.canonical(request.getName());
    world.access().check(context.caller(), "run.revisions.delete", name);
    return world.locked(
        () -> {
          Deployed deployed = deployed(name);
          ServiceEntry entry = services.apply(World.parent(name));
          Etags.check(request.getEtag(), deployed.revision().getEtag(), name);
          boolean addressed =
              entry.service.getTrafficStatusesList().stream()
                  .anyMatch(status -> status.getRevision().equals(World.last(name)));
          if (addressed
              || entry.service.getLatestReadyRevision().equals(name)
              || entry.service.getLatestCreatedRevision().equals(name)) {
            throw ApiException.precondition(
                "Revision '%s' cannot be deleted: it is the latest or has traffic or a tag."
                    .formatted(World.last(name)));
          }
          if (request.getValidateOnly()) {
            return operations.succeed(Operation.getDefaultInstance(), deployed.revision());
          }
          Revision deleting =
              deployed.revision().toBuilder()
                  .setDeleteTime(world.now())
                  .setReconciling(true)
                  .build();
          deployed.revision(deleting);
          Operation operation = operations.begin(name, deleting);
          world.soon(
              () -> {
                deployed.stop();
                world.locked(() -> entry.revisions.remove(World.last(name)));
                operations.succeed(operation, deleting.toBuilder().setReconciling(false).build());
              });
          return operation;
        });
  }
}
