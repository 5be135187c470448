package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.List;
import java.util.Optional;

/**
 * Where a rollout takes its image from: what serves in another target.
 *
 * @param sources the service there, in each of its regions
 * @param account whom to act as there
 * @param sourceRepository what images of the source lie under, if the target says so
 * @param repository what images of this target lie under; empty: the image stays where it is
 * @param digest of the image; empty: what has all traffic in every region of the source
 * @param order of all targets
 * @param rules of the target that it goes to, as they were when it was asked for
 * @param serviceAccount that containers of a service run as which is made by the promotion; one
 *     that is there keeps its own
 * @param override somebody's word that a freeze does not count
 * @param reason why it was asked for; may be empty
 */
public record Promotion(
    TargetName from,
    TargetName to,
    List<ServiceKey> sources,
    Account account,
    Optional<ImageName> sourceRepository,
    Optional<ImageName> repository,
    Optional<ImageDigest> digest,
    List<TargetName> order,
    Rules rules,
    Optional<String> serviceAccount,
    Optional<FreezeOverride> override,
    String reason)
    implements Goal {
  public Promotion {
    sources = List.copyOf(sources);
    order = List.copyOf(order);
    if (sources.isEmpty()) {
      throw new InvalidValueException("Target '" + from + "' names no region.");
    }
  }

  /**
   * Where an image of the source is to lie: the same name below the other repository. Its last part
   * alone where it does not lie under the source's repository.
   */
  ImageReference destination(ImageReference image) {
    if (repository.isEmpty()) {
      return image;
    }
    ImageName base = repository.get();
    String path = image.name().path();
    String below = path.substring(path.lastIndexOf('/') + 1);
    if (sourceRepository.isPresent()
        && sourceRepository.get().registry().equals(image.name().registry())
        && path.startsWith(sourceRepository.get().path() + "/")) {
      below = path.substring(sourceRepository.get().path().length() + 1);
    }
    return new ImageReference(
        new ImageName(base.registry(), base.path() + "/" + below),
        Optional.empty(),
        image.digest());
  }
}
