package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.VirtualTime;
import io.jenkins.plugins.cloudrun.emulator.QuietCloud;
import io.jenkins.plugins.cloudrun.emulator.front.FrontDoor;
import io.jenkins.plugins.cloudrun.emulator.http.DirectClient;
import io.jenkins.plugins.cloudrun.gcp.DirectCloudRun;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a story plays on: the emulator's services, our client on them, and what was there before.
 */
final class Stage {
  static final RevisionName ONE = new RevisionName("shop-one");
  static final RevisionName TWO = new RevisionName("shop-two");
  static final TrafficTag BLUE = new TrafficTag("blue");
  static final TrafficTag GREEN = new TrafficTag("green");

  /** Making clients takes longer than a case: those of one thread are used again. */
  private static final ThreadLocal<Clients> CLIENTS = ThreadLocal.withInitial(Clients::new);

  private static final FrontDoor DOOR = QuietCloud.door();

  private static final class Clients {
    private VirtualTime time = new VirtualTime();
    private final DirectClient http = new DirectClient(wait -> time.pass(wait));
    private final CloudRun run;

    Clients() {
      try {
        run = DirectCloudRun.over(http, QuietCloud.TOKEN, CrashRun.EXCHANGE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final VirtualTime time;
  private final QuietCloud cloud;
  private final Clients clients = CLIENTS.get();
  private final ServiceRecords records;

  Stage(VirtualTime time, Path home) throws IOException {
    this.time = time;
    this.cloud = new QuietCloud(home, time.outside(), DOOR);
    this.records = new ServiceRecords(new Notes(home.resolve("services")));
    clients.time = time;
    clients.http.to(cloud.api());
  }

  QuietCloud cloud() {
    return cloud;
  }

  ServiceRecords records() {
    return records;
  }

  List<ServiceKey> keys(Story story) {
    Plan plan = story.starts().get(0).plan();
    return plan.regions().stream().map(plan::key).toList();
  }

  /** Makes what was there before. */
  void set(Story story) {
    if (story.before().equals("nothing")) {
      return;
    }
    for (ServiceKey key : keys(story)) {
      deploy(key, ONE, List.of(Target.LATEST_ALL));
      deploy(key, TWO, List.of(Target.share(ONE, Percent.ALL)));
      List<Target> tags = List.of(Target.tagged(ONE, BLUE), Target.tagged(TWO, GREEN));
      apply(
          key,
          Optional.empty(),
          story.before().equals("latest")
              ? List.of(Target.LATEST_ALL, tags.get(0), tags.get(1))
              : List.of(
                  Target.share(ONE, new Percent(30)),
                  Target.share(TWO, new Percent(70)),
                  tags.get(0),
                  tags.get(1)));
      records.write(
          key,
          ServiceRecord.EMPTY.with(
              new ServiceRecord.Proven(ONE, time.instant(), "r-0", false), Optional.empty()));
    }
    cloud.journal().clear();
  }

  private void deploy(ServiceKey key, RevisionName name, List<Target> traffic) {
    RevisionSettings settings = RevisionSettings.UNCHANGED.withLabels(Map.of("team", name.value()));
    ImageReference image = ImageReference.parse("example.com/shop@" + FakeCloud.DIGEST);
    apply(key, Optional.of(new ServiceChange.NewRevision(name, image, settings)), traffic);
  }

  private void apply(
      ServiceKey key, Optional<ServiceChange.NewRevision> revision, List<Target> traffic) {
    try {
      Optional<String> etag = clients.run.service(key).map(now -> now.etag());
      String unused = clients.run.apply(new ServiceChange(key, etag, revision, traffic));
      time.pass(Duration.ofSeconds(1));
    } catch (Failure e) {
      throw new AssertionError(e);
    }
  }

  /** What the engine sees of the world; its effects may end its process. */
  Session session(Cut cut, Health health) {
    Map<String, Object> parts =
        Map.of(
            "cloudRun",
            cut.cloudRun(clients.run),
            "images",
            (Images) reference -> FakeCloud.DIGEST,
            "health",
            health);
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> parts.get(method.getName()));
  }
}
