package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.History;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import java.time.Instant;

/**
 * Waits until the image lies in the target's repository. The copy goes on in the background; after
 * a restart it is begun again, and finds what is there already.
 *
 * @param from the image where it lies at the source, by digest
 */
record Copying(ImageReference from) implements Phase {
  static final String KIND = "copying";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "copying the image to " + to(rollout).name();
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.PASSAGE;
  }

  private static ImageReference to(Rollout rollout) {
    return rollout.image().orElseThrow();
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    if (rollout.aborted()) {
      return forgetting(
          Endings.aborted(rollout, seen, "Nothing was changed; what was copied stays."));
    }
    if (seen.at().isAfter(rollout.deadline())) {
      return forgetting(
          Endings.settle(
              rollout,
              seen,
              Outcome.FAILED,
              "The image was not copied to "
                  + to(rollout).name()
                  + " within the time limit of "
                  + Durations.text(rollout.plan().timeLimit())
                  + ". Nothing was changed; what was copied stays, and the next promotion goes on"
                  + " from there. Raise timeLimit."));
    }
    if (seen.copy().isEmpty()) {
      ImageCopies.Order order =
          new ImageCopies.Order(
              from,
              Promoting.promotion(rollout).account(),
              to(rollout).name(),
              rollout.plan().account());
      return Step.act(rollout, new Effect.Copy(order));
    }
    ImageCopies.State copy = seen.copy().get();
    return copy.done()
        ? forgetting(Step.to(rollout.saying(seen.at(), copy.text()).in(new Preparing(), seen.at())))
        : Step.wait(told(rollout, seen.at(), copy.text()), rollout.pace(seen.at()));
  }

  /** Says now and then how far it is. */
  private static Rollout told(Rollout rollout, Instant now, String text) {
    return !text.isEmpty() && History.isDue(rollout.history(), rollout.since(), now, text)
        ? rollout.saying(now, text)
        : rollout;
  }

  private static Step forgetting(Step step) {
    return Step.act(step.next(), new Effect.Forget());
  }
}
