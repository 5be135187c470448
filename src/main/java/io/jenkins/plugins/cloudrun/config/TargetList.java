package io.jenkins.plugins.cloudrun.config;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Targets in the order of their configuration. */
final class TargetList {
  private static final Logger LOGGER = Logger.getLogger(TargetList.class.getName());

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
      if (!names.add(settings.toTarget().name())) {
        throw new InvalidValueException(
            "Two targets are called '" + settings.getName() + "': each needs a name of its own.");
      }
    }
    return new ArrayList<>(given);
  }

  /**
   * What was saved; what was changed by hand and cannot be read is left out, and said in the log.
   */
  static List<Target> read(@Nullable List<TargetSettings> saved) {
    List<Target> targets = new ArrayList<>();
    for (TargetSettings settings : saved == null ? List.<TargetSettings>of() : saved) {
      try {
        targets.add(settings.toTarget());
      } catch (InvalidValueException e) {
        LOGGER.log(Level.WARNING, "A target is left out until it is mended: {0}", e.getMessage());
      }
    }
    return targets;
  }
}
