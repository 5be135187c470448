package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.promotion.Facts;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at what serves in the target that a promotion comes from: reads only. */
final class SourceLook {
  private static final int ALL = 100;

  private final Sessions sessions;
  private final Optional<Vouchers> vouchers;

  SourceLook(Sessions sessions, Optional<Vouchers> vouchers) {
    this.sessions = sessions;
    this.vouchers = vouchers;
  }

  Sources of(Rollout rollout) throws Failure {
    Promotion promotion = rollout.plan().promotion().orElseThrow();
    CloudRun run = sessions.open(rollout.origin(), promotion.account()).cloudRun();
    Set<ImageReference> images = new LinkedHashSet<>();
    for (ServiceKey key : promotion.sources()) {
      Found found = look(run, key, promotion);
      if (found.image().isEmpty()) {
        return Sources.refused(found.refusal());
      }
      images.add(found.image().get());
    }
    ImageReference image = images.iterator().next();
    ImageDigest digest = image.digest().orElseThrow();
    if (images.stream().anyMatch(other -> !other.digest().equals(image.digest()))) {
      return Sources.refused(
          "The regions of target '"
              + promotion.from()
              + "' do not serve the same image ("
              + String.join(", ", images.stream().map(ImageReference::toString).toList())
              + "): name the one that is meant with digest:, or deploy it to all of them first");
    }
    return new Sources(
        Optional.empty(),
        Optional.of(image),
        places(promotion, digest),
        commit(promotion, digest),
        people(promotion, digest));
  }

  /** What serves in a region: an image by digest, or why there is none. */
  private record Found(Optional<ImageReference> image, String refusal) {
    static Found none(String why) {
      return new Found(Optional.empty(), why);
    }
  }

  private static Found look(CloudRun run, ServiceKey key, Promotion promotion) throws Failure {
    Optional<ServiceState> service = run.service(key);
    if (service.isEmpty()) {
      return Found.none(
          "There is no "
              + key
              + " in target '"
              + promotion.from()
              + "': deploy it there first, or look at the target's project and regions");
    }
    List<Target> traffic =
        Split.pinned(service.get().traffic(), service.get().latestReadyRevision());
    Optional<RevisionName> serving =
        traffic.stream()
            .filter(target -> target.percent().value() == ALL)
            .flatMap(target -> target.revision().stream())
            .findFirst()
            .or(() -> promotion.digest().flatMap(d -> service.get().latestReadyRevision()));
    if (serving.isEmpty()) {
      return Found.none(
          "No revision of "
              + key
              + " has all traffic ("
              + Split.text(traffic)
              + "): finish what is under way in target '"
              + promotion.from()
              + "', or name the image with digest:");
    }
    Optional<RevisionState> revision = run.revision(key, serving.get());
    if (revision.isEmpty()) {
      return Found.none("Revision " + serving.get() + " of " + key + " is gone");
    }
    return image(key, revision.get(), promotion);
  }

  private static Found image(ServiceKey key, RevisionState revision, Promotion promotion) {
    try {
      ImageReference image = ImageReference.parse(revision.image());
      Optional<ImageDigest> digest = promotion.digest().or(image::digest);
      return digest.isPresent()
          ? new Found(Optional.of(image.at(digest.get())), "")
          : Found.none(
              "Revision "
                  + revision.name()
                  + " of "
                  + key
                  + " was deployed by a tag ("
                  + image
                  + "), which may point elsewhere by now: deploy it by its digest, as"
                  + " cloudRunDeploy does, or name the image with digest:");
    } catch (InvalidValueException e) {
      return Found.none(
          "The image of revision "
              + revision.name()
              + " of "
              + key
              + " cannot be promoted: "
              + String.valueOf(e.getMessage()).replaceFirst("\\.+$", ""));
    }
  }

  private List<Facts.Place> places(Promotion promotion, ImageDigest digest) {
    List<Facts.Place> places = new ArrayList<>();
    for (ServiceKey key : promotion.sources()) {
      Optional<Vouched> known = vouchers.flatMap(all -> all.of(key, digest));
      places.add(
          known
              .map(one -> new Facts.Place(key, one.gates(), one.rollout(), one.at()))
              .orElse(new Facts.Place(key, List.of(), "", Instant.EPOCH)));
    }
    return places;
  }

  private List<String> people(Promotion promotion, ImageDigest digest) {
    return promotion.sources().stream()
        .flatMap(key -> vouchers.flatMap(all -> all.of(key, digest)).stream())
        .flatMap(one -> one.people().stream())
        .distinct()
        .toList();
  }

  private Optional<Commit> commit(Promotion promotion, ImageDigest digest) {
    return promotion.sources().stream()
        .flatMap(key -> vouchers.flatMap(all -> all.of(key, digest)).stream())
        .flatMap(one -> one.commit().stream())
        .findFirst();
  }
}
