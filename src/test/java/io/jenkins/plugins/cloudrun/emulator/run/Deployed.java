package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.container.Instance;
import io.jenkins.plugins.cloudrun.emulator.container.LaunchFailure;
import io.jenkins.plugins.cloudrun.emulator.container.Readiness;
import io.jenkins.plugins.cloudrun.emulator.front.Routing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A revision with the one instance that it has here. */
final class Deployed implements Routing.Backend {
  private final RevisionTemplate template;
  private final String service;
  private final Containers containers;
  private final Duration limit;
  private final Consumer<String> log;
  private final Served served;
  private final List<Instance> instances = new ArrayList<>();
  private volatile Revision revision;

  /** Hears of each request that the revision served. */
  interface Served {
    void request(String method, String url, int status, Duration latency);
  }

  Deployed(
      Revision revision,
      RevisionTemplate template,
      Containers containers,
      Duration limit,
      Consumer<String> log,
      Served served) {
    this.served = served;
    this.revision = revision;
    this.template = template;
    this.service = World.last(revision.getService());
    this.containers = containers;
    this.limit = limit;
    this.log = log;
  }

  Revision revision() {
    return revision;
  }

  void revision(Revision next) {
    revision = next;
  }

  /** What was deployed, without the revision's name. */
  RevisionTemplate template() {
    return template;
  }

  boolean ready() {
    return Conditions.ready(revision.getConditionsList());
  }

  /** Starts the containers, if none runs, and waits until they are ready. */
  synchronized void start() throws LaunchFailure {
    if (running()) {
      return;
    }
    stop();
    Map<String, String> system =
        Map.of(
            "K_SERVICE", service,
            "K_REVISION", World.last(revision.getName()),
            "K_CONFIGURATION", service);
    try {
      for (Container container : template.getContainersList()) {
        containers.require(container.getImage());
      }
      if (!containers.real()) {
        return;
      }
      Instance ingress = null;
      Container listener = template.getContainers(0);
      for (Container container : template.getContainersList()) {
        boolean listens = container.getPortsCount() > 0;
        Instance instance =
            containers.start(container, system, listens, template.getServiceAccount(), log);
        if (listens) {
          instances.add(0, instance);
          ingress = instance;
          listener = container;
        } else {
          instances.add(instance);
        }
      }
      if (ingress != null) {
        Readiness.await(
            ingress, listener.getStartupProbe(), listener.getPorts(0).getContainerPort(), limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      throw new LaunchFailure(LaunchFailure.Kind.NOT_LISTENING, "The emulator is closing.");
    } catch (LaunchFailure e) {
      for (Instance instance : instances) {
        instance.exit().ifPresent(code -> log.accept("Container called exit(" + code + ")."));
      }
      log.accept(e.text());
      stop();
      throw e;
    }
  }

  private boolean running() {
    return !instances.isEmpty() && instances.stream().allMatch(Instance::alive);
  }

  @Override
  public void served(String method, String url, int status, Duration latency) {
    served.request(method, url, status, latency);
  }

  @Override
  public synchronized URI instance() throws IOException {
    try {
      start();
    } catch (LaunchFailure e) {
      throw new IOException(e.text(), e);
    }
    return URI.create(
        "http://" + Readiness.address().getHostAddress() + ":" + instances.get(0).port());
  }

  /** Ends the instance; the next request starts another. */
  synchronized void stop() {
    instances.forEach(Instance::close);
    instances.clear();
  }
}
