package io.jenkins.plugins.cloudrun.config;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Targets in the order of their configuration. */
final class TargetList {
  private TargetList() {}

  /**
   * A copy that may be kept.
   *
   * @throws InvalidValueException if one cannot be read, or two have the same name
   */
  static @Nullable List<TargetSettings> checked(@Nullable List<TargetSettings> given) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    Set<TargetName> names = new HashSet<>();
    for (TargetSettings settings : given) {
      settings.promotion();
      if (!names.add(settings.toTarget().name())) {
        throw new InvalidValueException(
            "Two targets are called '" + settings.getName() + "': each needs a name of its own.");
      }
    }
    return new ArrayList<>(given);
  }
}
