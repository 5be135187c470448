package io.jenkins.plugins.cloudrun.emulator;

import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.ListRevisionsRequest;
import com.google.cloud.run.v2.ListRevisionsResponse;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.sun.net.httpserver.HttpHandler;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.container.ImageStore;
import io.jenkins.plugins.cloudrun.emulator.container.LaunchFailure;
import io.jenkins.plugins.cloudrun.emulator.front.FrontDoor;
import io.jenkins.plugins.cloudrun.emulator.front.Routing;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.ApiServer;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import io.jenkins.plugins.cloudrun.emulator.logs.Logging;
import io.jenkins.plugins.cloudrun.emulator.metrics.RequestStore;
import io.jenkins.plugins.cloudrun.emulator.run.Operations;
import io.jenkins.plugins.cloudrun.emulator.run.Policies;
import io.jenkins.plugins.cloudrun.emulator.run.Services;
import io.jenkins.plugins.cloudrun.emulator.run.World;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The emulator's services without ports, threads, containers and a clock of its own. A container of
 * an image whose name has {@code broken} in it does not start; all others are ready at once.
 */
public final class QuietCloud {
  public static final String TOKEN = "access:deployer@demo-project.iam.gserviceaccount.com";
  private static final Principal DEPLOYER =
      new Principal("deployer@demo-project.iam.gserviceaccount.com");
  private static final List<Route> ROUTES = Emulator.routes();

  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Handlers handlers = new Handlers();
  private final HttpHandler api;

  /**
   * @param data is not written
   * @param later does what takes a while
   * @param door from {@link #door}
   */
  public QuietCloud(Path data, ScheduledExecutorService later, FrontDoor door) {
    Options options = Options.in(data);
    FixedTokens tokens = new FixedTokens();
    Access access = new Access(options);
    World world = new World(options, access, later, Runnable::run);
    LogStore logs = new LogStore();
    Operations operations = new Operations(world);
    operations.register(handlers);
    Policies policies = new Policies(world);
    Containers containers = new PaperContainers(options);
    new Services(world, operations, policies, containers, logs, new RequestStore(), door, tokens)
        .register(handlers);
    new Logging(logs, access).register(handlers);
    api = ApiServer.handler(ROUTES, handlers, tokens, faults, journal);
  }

  /** URLs that nobody answers: {@code http://candidate---shop.europe-west1.test}. */
  public static FrontDoor door() {
    return new PaperDoor();
  }

  public HttpHandler api() {
    return api;
  }

  public Faults faults() {
    return faults;
  }

  public Journal journal() {
    return journal;
  }

  /** A service as it is, without a call. */
  public Optional<Service> service(String name) {
    try {
      return Optional.of(
          (Service)
              handlers.handle(
                  "Services.GetService",
                  GetServiceRequest.newBuilder().setName(name).build(),
                  context()));
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  /** Makes a service, or writes it anew, without a call. */
  public void write(Service service) {
    String name = service.getName();
    if (service(name).isEmpty()) {
      handlers.handle(
          "Services.CreateService",
          CreateServiceRequest.newBuilder()
              .setParent(name.substring(0, name.indexOf("/services/")))
              .setServiceId(name.substring(name.lastIndexOf('/') + 1))
              .setService(service)
              .build(),
          context());
    } else {
      handlers.handle(
          "Services.UpdateService",
          UpdateServiceRequest.newBuilder().setService(service).build(),
          context());
    }
  }

  /** Its revisions. */
  public List<Revision> revisions(String service) {
    return ((ListRevisionsResponse)
            handlers.handle(
                "Revisions.ListRevisions",
                ListRevisionsRequest.newBuilder().setParent(service).setPageSize(100).build(),
                context()))
        .getRevisionsList();
  }

  private static Context context() {
    return new Context(DEPLOYER, Optional.empty(), Map.of(), Map.of());
  }

  private static final class PaperContainers extends Containers {
    PaperContainers(Options options) {
      super(
          new ImageStore(new MemoryRegistry(), options.data(), options.hostPaths()),
          new Secrets(),
          options.data());
    }

    @Override
    public boolean real() {
      return false;
    }

    @Override
    public void require(String image) throws LaunchFailure {
      if (image.contains("broken")) {
        throw new LaunchFailure(
            LaunchFailure.Kind.NOT_LISTENING,
            "The user-provided container failed to start and listen on the port.");
      }
    }
  }

  private static final class PaperDoor extends FrontDoor {
    PaperDoor() {
      super(Runnable::run, 0);
    }

    @Override
    public URI open(String key) {
      String[] parts = key.split("[/#]", -1);
      String tag = parts.length > 6 ? parts[6] + "---" : "";
      return URI.create("http://" + tag + parts[5] + "." + parts[3] + ".test");
    }

    @Override
    public void route(String key, Routing routing) {}

    @Override
    public void unroute(String key) {}

    @Override
    public void closeAll(String prefix) {}
  }
}
