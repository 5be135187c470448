package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a deploy says of the revision template besides its image. What is left out stays as it is on
 * the service.
 *
 * @param concurrency requests at once per instance, 1 to 1000
 * @param timeout of a request, 1 s to 60 min
 * @param minInstances instances kept warm, 0 or more
 * @param maxInstances 1 or more
 * @param serviceAccount e-mail of the account that the container runs as
 * @param labels of the service, merged with those there; the revision gets them too
 */
public record RevisionSettings(
    ContainerSettings container,
    OptionalInt concurrency,
    Optional<Duration> timeout,
    OptionalInt minInstances,
    OptionalInt maxInstances,
    Optional<String> serviceAccount,
    Map<String, String> labels) {
  /** Says nothing. */
  public static final RevisionSettings UNCHANGED =
      new RevisionSettings(
          ContainerSettings.UNCHANGED,
          OptionalInt.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Map.of());

  public RevisionSettings {
    labels = Map.copyOf(labels);
    range("concurrency", concurrency, 1, 1000);
    range("minInstances", minInstances, 0, 100_000);
    range("maxInstances", maxInstances, 1, 100_000);
    if (minInstances.isPresent()
        && maxInstances.isPresent()
        && minInstances.getAsInt() > maxInstances.getAsInt()) {
      throw new InvalidValueException(
          "minInstances ("
              + minInstances.getAsInt()
              + ") is more than maxInstances ("
              + maxInstances.getAsInt()
              + ").");
    }
    timeout.ifPresent(
        t -> {
          if (t.compareTo(Duration.ofSeconds(1)) < 0 || t.compareTo(Duration.ofHours(1)) > 0) {
            throw new InvalidValueException(
                "A request timeout of " + t.toSeconds() + " s is not between 1 s and 60 min.");
          }
        });
  }

  /** The same with more labels; one that is named here already keeps its value. */
  public RevisionSettings withLabels(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(labels);
    return new RevisionSettings(
        container, concurrency, timeout, minInstances, maxInstances, serviceAccount, all);
  }

  /** The same, run as an account. */
  public RevisionSettings as(String account) {
    return new RevisionSettings(
        container, concurrency, timeout, minInstances, maxInstances, Optional.of(account), labels);
  }

  private static void range(String name, OptionalInt value, int least, int most) {
    if (value.isPresent() && (value.getAsInt() < least || value.getAsInt() > most)) {
      throw new InvalidValueException(
          name
              + " is "
              + value.getAsInt()
              + ": it must be between "
              + least
              + " and "
              + most
              + ".");
    }
  }
}
