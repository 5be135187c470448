package io.jenkins.plugins.cloudrun.rollout;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.VirtualTime;
import io.jenkins.plugins.cloudrun.emulator.QuietCloud;
import io.jenkins.plugins.cloudrun.emulator.front.FrontDoor;
import io.jenkins.plugins.cloudrun.emulator.http.DirectClient;
import io.jenkins.plugins.cloudrun.gcp.DirectCloudRun;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
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

  Stage(VirtualTime time, Path home) {
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
      write(key, ONE, latest(100));
      write(key, TWO, to(ONE, 100, ""));
      write(key, TWO, to(ONE, 30, ""), to(TWO, 70, ""), to(ONE, 0, "blue"), to(TWO, 0, "green"));
      records.write(
          key,
          ServiceRecord.EMPTY.with(
              new ServiceRecord.Proven(ONE, time.instant(), "r-0", false), Optional.empty()));
    }
    cloud.journal().clear();
  }

  private void write(ServiceKey key, RevisionName revision, TrafficTarget... traffic) {
    Container container = Container.newBuilder().setImage("example.com/" + revision).build();
    cloud.write(
        Service.newBuilder()
            .setName(key.resource())
            .setTemplate(
                RevisionTemplate.newBuilder()
                    .setRevision(revision.value())
                    .addContainers(container))
            .addAllTraffic(List.of(traffic))
            .build());
    time.pass(Duration.ofSeconds(1));
  }

  private static TrafficTarget latest(int percent) {
    return TrafficTarget.newBuilder()
        .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
        .setPercent(percent)
        .build();
  }

  private static TrafficTarget to(RevisionName revision, int percent, String tag) {
    return TrafficTarget.newBuilder()
        .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
        .setRevision(revision.value())
        .setPercent(percent)
        .setTag(tag)
        .build();
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
