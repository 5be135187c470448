package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.Optional;

/**
 * Copies of images from one repository to another, under way in this process. A process that ends
 * takes them with it; begun again, a copy finds what is there already, so a repeat is harmless.
 */
public interface ImageCopies {
  /**
   * What is to be copied.
   *
   * @param from by digest
   * @param source whom to act as where it is
   * @param to the repository that is to have the same digest
   * @param account whom to act as there
   */
  record Order(ImageReference from, Account source, ImageName to, Account account) {
    public Order {
      if (from.digest().isEmpty()) {
        throw new IllegalArgumentException("an image is copied by its digest");
      }
    }
  }

  /**
   * How far a copy is.
   *
   * @param done whether the whole image is in the other repository, its digest seen there
   * @param text what came of it, or how far it is, for people; empty as long as there is nothing to
   *     say
   */
  record State(boolean done, String text) {}

  /**
   * The copy with an id; empty if none is under way in this process. A copy that has ended is told
   * until it is forgotten; one that failed throws, and is forgotten with that.
   */
  Optional<State> state(String id) throws Failure;

  /** Begins a copy in the background, unless one with this id is under way. Returns at once. */
  void begin(String id, Origin origin, Order order);

  /** Stops a copy that goes on, and forgets it. What is in the other repository stays. */
  void forget(String id);

  /** For where nothing is copied. */
  ImageCopies NONE =
      new ImageCopies() {
        @Override
        public Optional<State> state(String id) throws Failure {
          throw new Failure.Permanent(
              Failure.Reason.REFUSED, "Images are not copied between registries here.", null);
        }

        @Override
        public void begin(String id, Origin origin, Order order) {}

        @Override
        public void forget(String id) {}
      };
}
