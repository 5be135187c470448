package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.protobuf.util.Durations;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.front.FrontDoor;
import io.jenkins.plugins.cloudrun.emulator.front.Routing;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets the front door split traffic as a service says. */
final class Traffic {
  private final World world;
  private final FrontDoor front;
  private final Tokens tokens;
  private final Policies policies;

  Traffic(World world, FrontDoor front, Tokens tokens, Policies policies) {
    this.world = world;
    this.front = front;
    this.tokens = tokens;
    this.policies = policies;
  }

  /** A target that cannot get traffic. */
  record Refusal(int code, String message) {}

  /** The first target whose revision is not there or did not start. */
  Optional<Refusal> refusal(ServiceEntry entry, Service service) {
    for (TrafficTarget target : service.getTrafficList()) {
      boolean isLatest = target.getRevision().isEmpty();
      String name =
          isLatest ? World.last(entry.service.getLatestCreatedRevision()) : target.getRevision();
      Deployed revision = entry.revisions.get(name);
      if (revision == null) {
        return Optional.of(
            new Refusal(
                13,
                "Revision '%s' does not exist or is deleted. Update all traffic to route to currently available revisions."
                    .formatted(name)));
      }
      if (!revision.ready()) {
        return Optional.of(
            new Refusal(9, "Revision '%s' is not ready and cannot serve traffic.".formatted(name)));
      }
    }
    return Optional.empty();
  }

  /** Routes and fills in the URLs and the statuses; the revisions are known to be ready. */
  void apply(ServiceEntry entry, Service.Builder service) {
    String name = service.getName();
    URI main = front.open(name);
    String latest = World.last(service.getLatestReadyRevision());
    Set<String> keys = new HashSet<>();
    List<Routing.Share> shares = new ArrayList<>();
    Set<String> addressed = new HashSet<>();
    service.clearTrafficStatuses();
    long timeout = Durations.toSeconds(service.getTemplate().getTimeout());
    Routing.Guard guard = bearer -> guard(entry, main, bearer);
    for (TrafficTarget target : service.getTrafficList()) {
      boolean isLatest =
          target.getType() == TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST;
      String revision = isLatest ? latest : target.getRevision();
      TrafficTargetStatus.Builder status =
          TrafficTargetStatus.newBuilder()
              .setType(target.getType())
              .setRevision(target.getRevision())
              .setPercent(target.getPercent())
              .setTag(target.getTag());
      Deployed backend = entry.revisions.get(revision);
      if (backend != null) {
        addressed.add(revision);
        shares.add(new Routing.Share(target.getPercent(), backend));
        if (!target.getTag().isEmpty()) {
          String key = name + "#" + target.getTag();
          keys.add(key);
          status.setUri(front.open(key).toString());
          front.route(key, new Routing(List.of(new Routing.Share(100, backend)), guard, timeout));
        }
      }
      service.addTrafficStatuses(status);
    }
    front.route(name, new Routing(shares, guard, timeout));
    service.setUri(main.toString()).clearUrls().addUrls(main.toString());
    for (TrafficTargetStatus old : entry.service.getTrafficStatusesList()) {
      if (!old.getTag().isEmpty() && !keys.contains(name + "#" + old.getTag())) {
        front.unroute(name + "#" + old.getTag());
      }
    }
    entry.revisions.forEach(
        (id, deployed) -> {
          if (!addressed.contains(id) && !id.equals(latest)) {
            world.soon(deployed::stop);
          }
        });
  }

  private int guard(ServiceEntry entry, URI main, Optional<String> bearer) {
    return world.locked(
        () -> {
          Service service = entry.service;
          String name = service.getName();
          if (service.getInvokerIamDisabled() || policies.mayInvoke(name, "allUsers")) {
            return 200;
          }
          if (bearer.isEmpty()) {
            return 403;
          }
          Set<String> audiences = new HashSet<>(service.getCustomAudiencesList());
          audiences.add(main.toString());
          Optional<String> email = tokens.identity(bearer.get(), audiences);
          if (email.isEmpty()) {
            return 401;
          }
          boolean may =
              policies.mayInvoke(name, "allAuthenticatedUsers")
                  || policies.mayInvoke(name, "serviceAccount:" + email.get())
                  || world.access().may(email.get(), "run.routes.invoke");
          return may ? 200 : 403;
        });
  }
}
