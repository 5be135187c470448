package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The field {@code target} of a form: a list of names, filled by permission. */
public final class TargetChoices {
  private TargetChoices() {}

  /** The names in their order; who may not configure gets the current value alone. */
  public static ListBoxModel choices(@Nullable Item item, @Nullable String current) {
    return choices(item, current, "none: project, region and credentials as given here");
  }

  /** The same, where one has to be chosen. */
  static ListBoxModel names(@Nullable Item item, @Nullable String current) {
    return choices(item, current, "");
  }

  private static ListBoxModel choices(
      @Nullable Item item, @Nullable String current, String nothing) {
    ListBoxModel choices = new ListBoxModel();
    choices.add(nothing, "");
    String value = Given.text(current);
    List<Target> known =
        FormCheck.mayConfigure(item) ? Platform.get().targets(item) : List.<Target>of();
    for (Target target : known) {
      choices.add(shown(target), target.name().value());
    }
    if (value != null && known.stream().noneMatch(t -> t.name().value().equals(value))) {
      choices.add(value, value);
    }
    return choices;
  }

  /** Whether there is such a target. */
  public static FormValidation check(@Nullable Item item, @Nullable String value) {
    return FormCheck.optional(
        item, value, text -> Place.found(new TargetName(text), Platform.get().targets(item)));
  }

  private static String shown(Target target) {
    String where =
        Stream.concat(
                target.project().stream().map(Object::toString),
                target.regions().stream().map(Object::toString))
            .collect(Collectors.joining(", "));
    return where.isEmpty() ? target.name().value() : target.name() + " (" + where + ")";
  }
}
