package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What settings stand on where they say nothing themselves: the target that they name, and the
 * defaults.
 *
 * @param target empty if none is named
 */
record Place(Optional<Target> target, Defaults defaults) {
  /**
   * @throws InvalidValueException with the names that are known, if there is no such target
   */
  static Place of(@Nullable String target, Parameters read) {
    return new Place(
        read.parsed("target", target, TargetName::new).map(name -> found(name, read.targets())),
        read.defaults());
  }

  static Target found(TargetName name, List<Target> targets) {
    return targets.stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidValueException(unknown(name, targets)));
  }

  private static String unknown(TargetName name, List<Target> targets) {
    String nothing = "There is no target '" + name + "'";
    return targets.isEmpty()
        ? nothing
            + ", and none at all: describe targets under Manage Jenkins » System » Cloud Run, or in"
            + " the configuration of the job's folder."
        : nothing
            + ". Known here are "
            + targets.stream()
                .map(target -> "'" + target.name() + "'")
                .collect(Collectors.joining(", "))
            + ".";
  }

  /** For messages: where else a value might have come from. */
  String hint(String field) {
    return target
        .map(named -> ", or say it in the target '" + named.name() + "', which names no " + field)
        .orElse("");
  }
}
