package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.promotion.Audit;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import java.util.Optional;

/**
 * What rollouts have around them besides the outside.
 *
 * @param records what rollouts learn of services
 * @param vouchers what they learn of images
 * @param copies of images, for promotions
 * @param rulebook the rules of targets
 * @param audit where decisions are recorded
 */
public record Surroundings(
    Optional<ServiceRecords> records,
    Optional<Vouchers> vouchers,
    ImageCopies copies,
    Rulebook rulebook,
    Audit audit) {
  /** Nothing is kept, copied or recorded. */
  public static final Surroundings NONE = new Surroundings(Optional.empty());

  /** With what is known of services alone. */
  Surroundings(Optional<ServiceRecords> records) {
    this(records, Optional.empty(), ImageCopies.NONE, Rulebook.UNCHANGED, Audit.NONE);
  }
}
