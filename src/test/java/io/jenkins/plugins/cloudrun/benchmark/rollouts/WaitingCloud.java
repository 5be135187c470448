package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionProto;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceProto;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import io.jenkins.plugins.cloudrun.emulator.Faults;
import io.jenkins.plugins.cloudrun.emulator.Journal;
import io.jenkins.plugins.cloudrun.emulator.http.ApiServer;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import io.jenkins.plugins.cloudrun.emulator.run.Operations;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The emulator's API with thousands of services behind it that are deployed for as long as the
 * benchmark wants, without containers.
 */
final class WaitingCloud implements Partner.Role {
  private final boolean[] done;
  private final long[] answered;
  private final Deque<Long> lastMinute = new ArrayDeque<>();
  private int mostInAMinute;
  private long calls;

  private WaitingCloud(int services) {
    this.done = new boolean[services];
    this.answered = new long[services];
  }

  /** Argument: how many services. */
  public static void main(String[] arguments) throws Exception {
    WaitingCloud cloud = new WaitingCloud(Integer.parseInt(arguments[0]));
    TokenServer tokens = TokenServer.start();
    Handlers handlers = new Handlers();
    cloud.register(handlers);
    List<Route> routes = new ArrayList<>(Operations.routes());
    ServiceProto.getDescriptor().getServices().forEach(s -> routes.addAll(Route.of(s)));
    RevisionProto.getDescriptor().getServices().forEach(s -> routes.addAll(Route.of(s)));
    ApiServer api =
        ApiServer.start(
            0,
            Executors.newFixedThreadPool(32),
            routes,
            handlers,
            tokens,
            new Faults(),
            new Journal());
    String key =
        tokens
            .serviceAccountKey("deployer@demo-project.iam.gserviceaccount.com")
            .replace("\n", " ");
    Partner.serve(
        words ->
            words[0].equals("where")
                ? api.uri() + " " + tokens.tokenUri() + " " + key
                : cloud.answer(words));
  }

  private void register(Handlers handlers) {
    handlers.on(
        "Operations.GetOperation",
        GetOperationRequest.getDefaultInstance(),
        (request, context) -> operation(request.getName()));
    handlers.on(
        "Services.GetService",
        GetServiceRequest.getDefaultInstance(),
        (request, context) -> service(request.getName()));
    handlers.on(
        "Revisions.GetRevision",
        GetRevisionRequest.getDefaultInstance(),
        (request, context) -> revision(request.getName()));
  }

  @Override
  public synchronized String answer(String[] words) {
    return switch (words[0]) {
      case "calls" -> calls + " " + mostInAMinute;
      case "forget" -> {
        calls = 0;
        mostInAMinute = 0;
        lastMinute.clear();
        java.util.Arrays.fill(done, false);
        java.util.Arrays.fill(answered, 0);
        yield "";
      }
      case "finish" -> {
        Waiting.chosen(done.length, Integer.parseInt(words[1])).forEach(i -> done[i] = true);
        yield "";
      }
      case "answered" -> {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < answered.length; i++) {
          if (answered[i] != 0) {
            text.append(i).append(':').append(answered[i]).append(' ');
          }
        }
        yield text.toString().trim();
      }
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /** Microseconds since the epoch: both JVMs read the same clock of this machine. */
  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private void count() {
    long now = System.nanoTime();
    calls++;
    lastMinute.addLast(now);
    while (lastMinute.getFirst() < now - TimeUnit.MINUTES.toNanos(1)) {
      lastMinute.removeFirst();
    }
    mostInAMinute = Math.max(mostInAMinute, lastMinute.size());
  }

  private synchronized Operation operation(String name) {
    count();
    int index = Waiting.index(name);
    if (done[index] && answered[index] == 0) {
      answered[index] = micros();
    }
    return Operation.newBuilder().setName(name).setDone(done[index]).build();
  }

  private synchronized Service service(String name) {
    count();
    int index = Waiting.index(name);
    String revision =
        name
            + "/revisions/"
            + RevisionName.of(new ServiceName(Waiting.service(index)), Waiting.id(index));
    Service.Builder service =
        Service.newBuilder()
            .setName(name)
            .setEtag("\"1\"")
            .setGeneration(1)
            .setObservedGeneration(done[index] ? 1 : 0)
            .setReconciling(!done[index])
            .setUri("https://" + Waiting.service(index) + ".example.com")
            .setTerminalCondition(ready(done[index]))
            .setLatestCreatedRevision(revision)
            .addTraffic(
                TrafficTarget.newBuilder()
                    .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
                    .setPercent(100));
    return (done[index] ? service.setLatestReadyRevision(revision) : service).build();
  }

  private synchronized Revision revision(String name) {
    count();
    boolean is = done[Waiting.index(name)];
    return Revision.newBuilder().setName(name).setReconciling(!is).addConditions(ready(is)).build();
  }

  private static Condition ready(boolean is) {
    return Condition.newBuilder()
        .setType("Ready")
        .setState(is ? Condition.State.CONDITION_SUCCEEDED : Condition.State.CONDITION_RECONCILING)
        .build();
  }
}
