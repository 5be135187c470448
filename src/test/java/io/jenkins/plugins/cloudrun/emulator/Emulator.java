package io.jenkins.plugins.cloudrun.emulator;

import com.google.cloud.run.v2.BuildProto;
import com.google.cloud.run.v2.ExecutionProto;
import com.google.cloud.run.v2.JobProto;
import com.google.cloud.run.v2.RevisionProto;
import com.google.cloud.run.v2.ServiceProto;
import com.google.cloud.run.v2.TaskProto;
import com.google.cloud.run.v2.WorkerPoolProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.container.ImageStore;
import io.jenkins.plugins.cloudrun.emulator.front.FrontDoor;
import io.jenkins.plugins.cloudrun.emulator.http.ApiServer;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import io.jenkins.plugins.cloudrun.emulator.logs.Logging;
import io.jenkins.plugins.cloudrun.emulator.metrics.Monitoring;
import io.jenkins.plugins.cloudrun.emulator.metrics.RequestStore;
import io.jenkins.plugins.cloudrun.emulator.project.ProjectApis;
import io.jenkins.plugins.cloudrun.emulator.run.Jobs;
import io.jenkins.plugins.cloudrun.emulator.run.Operations;
import io.jenkins.plugins.cloudrun.emulator.run.Policies;
import io.jenkins.plugins.cloudrun.emulator.run.Services;
import io.jenkins.plugins.cloudrun.emulator.run.World;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A Cloud Run of its own on loopback: API, containers and the URLs of services. */
public final class Emulator implements AutoCloseable {
  private static final int SCHEDULED = 8;

  private final Options options;
  private final Access access;
  private final Secrets secrets = new Secrets();
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final ExecutorService requests = Executors.newCachedThreadPool(daemons("emulator-http"));
  private final ScheduledExecutorService later =
      Executors.newScheduledThreadPool(SCHEDULED, daemons("emulator-reconcile"));
  private final Containers containers;
  private final FrontDoor front;
  private final ApiServer api;
  private final Handlers handlers = new Handlers();
  private final LogStore logs = new LogStore();
  private final RequestStore requested = new RequestStore();
  private final Monitoring monitoring;
  private final Thread atExit;

  private Emulator(Options options, Tokens tokens, Registry registry) throws IOException {
    this.options = options;
    access = new Access(options);
    World world = new World(options, access, later, requests);
    ImageStore images =
        new ImageStore(registry, options.data().resolve("roots"), options.hostPaths());
    containers = new Containers(images, secrets, options.data().resolve("instances"));
    front = new FrontDoor(requests, options.ports().firstService());
    Operations operations = new Operations(world);
    Policies policies = new Policies(world);
    operations.register(handlers);
    new Services(world, operations, policies, containers, logs, requested, front, tokens)
        .register(handlers);
    new Jobs(world, operations, policies, containers, logs).register(handlers);
    new Logging(logs, access).register(handlers);
    monitoring = new Monitoring(requested, access);
    monitoring.register(handlers);
    new ProjectApis(options, access).register(handlers);
    api =
        ApiServer.start(
            options.ports().api(), requests, routes(), handlers, tokens, faults, journal);
    atExit = new Thread(containers::close, "emulator-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts one.
   *
   * @param tokens who calls
   * @param registry where images are
   */
  public static Emulator start(Options options, Tokens tokens, Registry registry)
      throws IOException {
    return new Emulator(options, tokens, registry);
  }

  /** The endpoint of the Admin API, such as {@code http://127.0.0.1:8085}. */
  public URI api() {
    return api.uri();
  }

  public Options options() {
    return options;
  }

  /** What shall go wrong. */
  public Faults faults() {
    return faults;
  }

  /** The calls that came in. */
  public Journal journal() {
    return journal;
  }

  /** Who may do what. */
  public Access access() {
    return access;
  }

  /** What Secret Manager holds. */
  public Secrets secrets() {
    return secrets;
  }

  /** What answers the Admin API, for rooms that answer a part of it. */
  Handlers handlers() {
    return handlers;
  }

  /** Cloud Monitoring: what it measured, and how late it shows that. */
  public Monitoring monitoring() {
    return monitoring;
  }

  /** What Cloud Logging holds. */
  public LogStore logs() {
    return logs;
  }

  /** Ends all containers and listeners. */
  @Override
  public void close() {
    api.close();
    front.close();
    later.shutdownNow();
    containers.close();
    requests.shutdownNow();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs anyway.
    }
  }

  static List<Route> routes() {
    List<Route> routes = new ArrayList<>(Operations.routes());
    routes.add(Logging.ROUTE);
    routes.addAll(Monitoring.ROUTES);
    routes.addAll(ProjectApis.ROUTES);
    for (FileDescriptor file :
        List.of(
            ServiceProto.getDescriptor(),
            RevisionProto.getDescriptor(),
            JobProto.getDescriptor(),
            ExecutionProto.getDescriptor(),
            TaskProto.getDescriptor(),
            WorkerPoolProto.getDescriptor(),
            BuildProto.getDescriptor())) {
      file.getServices().forEach(service -> routes.addAll(Route.of(service)));
    }
    return routes;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
