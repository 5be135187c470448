package io.jenkins.plugins.cloudrun.front;

import hudson.model.Run;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.settings.People;
import java.util.Optional;
import java.util.stream.Stream;

/** What a durable value remembers of the build that asked for it. */
public final class Builds {
  private Builds() {}

  /** The build by name and number, and why it runs, such as "Started by user Ada". */
  public static Origin origin(Run<?, ?> run) {
    String actor =
        run.getCauses().stream()
            .findFirst()
            .map(cause -> cause.getShortDescription())
            .filter(text -> !text.isBlank())
            .orElse("build");
    return new Origin(run.getParent().getFullName(), Optional.of(run.getNumber()), actor);
  }

  /** The same, with who stands behind it: the commits of a build are read from files for that. */
  public static Origin behind(Run<?, ?> run) {
    People people = BuildPeople.of(run);
    return origin(run)
        .behind(Stream.concat(people.starters().stream(), people.authors().stream()).toList());
  }
}
