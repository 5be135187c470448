package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.longrunning.DeleteOperationRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.Status;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Long-running operations: metadata is the resource as it was accepted, then as it ended. */
public final class Operations {
  private final World world;
  private final Map<String, Operation> known = new LinkedHashMap<>();

  public Operations(World world) {
    this.world = world;
  }

  /** Their paths; the protos say /v1, the service answers under /v2. */
  public static List<Route> routes() {
    String one = "/v2/{name=projects/*/locations/*/operations/*}";
    return List.of(
        Route.of("Operations.GetOperation", "GET", one, ""),
        Route.of("Operations.DeleteOperation", "DELETE", one, ""),
        Route.of("Operations.WaitOperation", "POST", one + ":wait", "*"),
        Route.of(
            "Operations.ListOperations",
            "GET",
            "/v2/{name=projects/*/locations/*}/operations",
            ""));
  }

  public void register(Handlers handlers) {
    handlers.on(
        "Operations.GetOperation",
        GetOperationRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.operations.get", name);
          return get(name);
        });
    handlers.on(
        "Operations.WaitOperation",
        WaitOperationRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.operations.get", name);
          long millis = request.hasTimeout() ? Durations.toMillis(request.getTimeout()) : 30_000;
          return await(name, Math.min(millis, 30_000));
        });
    handlers.on(
        "Operations.DeleteOperation",
        DeleteOperationRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.operations.delete", name);
          delete(name);
          return Empty.getDefaultInstance();
        });
    handlers.on(
        "Operations.ListOperations",
        ListOperationsRequest.getDefaultInstance(),
        (request, context) -> {
          String parent = world.canonical(request.getName());
          world.access().check(context.caller(), "run.operations.list", parent);
          return list(parent);
        });
  }

  /** A new one, not done. */
  synchronized Operation begin(String resource, Message metadata) {
    String[] parts = resource.split("/", -1);
    String name =
        "projects/%s/locations/%s/operations/%s".formatted(parts[1], parts[3], world.uid());
    Operation operation =
        Operation.newBuilder().setName(name).setMetadata(Any.pack(metadata)).build();
    known.put(name, operation);
    return operation;
  }

  synchronized Operation succeed(Operation operation, Message resource) {
    return end(
        operation.toBuilder()
            .setDone(true)
            .setMetadata(Any.pack(resource))
            .setResponse(Any.pack(resource))
            .build());
  }

  synchronized void fail(Operation operation, int code, String message, Message resource) {
    end(
        operation.toBuilder()
            .setDone(true)
            .setMetadata(Any.pack(resource))
            .setError(Status.newBuilder().setCode(code).setMessage(message))
            .build());
  }

  private Operation end(Operation ended) {
    known.computeIfPresent(ended.getName(), (name, old) -> ended);
    notifyAll();
    return ended;
  }

  private synchronized Operation get(String name) {
    Operation operation = known.get(name);
    if (operation == null) {
      throw world.missing("OPERATION", name);
    }
    return operation;
  }

  private synchronized Operation await(String name, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Operation operation = get(name);
    while (!operation.getDone()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return operation;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return operation;
      }
      operation = get(name);
    }
    return operation;
  }

  private synchronized void delete(String name) {
    if (!get(name).getDone()) {
      throw ApiException.precondition("Operation '" + World.last(name) + "' is not done.");
    }
    known.remove(name);
  }

  private synchronized ListOperationsResponse list(String parent) {
    ListOperationsResponse.Builder response = ListOperationsResponse.newBuilder();
    known.values().stream()
        .filter(operation -> World.parent(operation.getName()).equals(parent))
        .forEach(response::addOperations);
    return response.build();
  }
}
