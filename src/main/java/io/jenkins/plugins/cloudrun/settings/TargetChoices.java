package io.jenkins.plugins.cloudrun.settings;

import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form that names a target: a text, as a builder's may hold a variable, with the names
 * offered to who may configure.
 */
public final class TargetChoices {
  private TargetChoices() {}

  /** The names in their order; none to who may not configure. */
  public static ComboBoxModel names(@Nullable Item item) {
    return FormCheck.mayConfigure(item)
        ? new ComboBoxModel(
            Platform.get().targets(item).stream().map(target -> target.name().value()).toList())
        : new ComboBoxModel();
  }

  /** Whether there is such a target, and what it stands for. */
  public static FormValidation check(@Nullable Item item, @Nullable String value) {
    return told(item, value, FormCheck.optional(item, value, known(item)));
  }

  /** The same where one has to be named. */
  static FormValidation required(
      @Nullable Item item, @Nullable String value, String missing, Consumer<TargetName> also) {
    return told(
        item,
        value,
        FormCheck.required(
            item, value, missing, known(item).andThen(text -> also.accept(new TargetName(text)))));
  }

  private static Consumer<String> known(@Nullable Item item) {
    return text -> Place.found(new TargetName(text), Platform.get().targets(item));
  }

  private static FormValidation told(
      @Nullable Item item, @Nullable String value, FormValidation checked) {
    String text = Given.text(value);
    if (text == null || checked.kind != FormValidation.Kind.OK || !FormCheck.mayConfigure(item)) {
      return checked;
    }
    if (FormCheck.holdsVariable(text)) {
      return item instanceof Job && !(item instanceof AbstractProject)
          ? FormValidation.warning(
              "In a Pipeline nothing is put in place of variables in a text: write params.TARGET or"
                  + " env.TARGET into the script instead.")
          : checked;
    }
    String where = where(Place.found(new TargetName(text), Platform.get().targets(item)));
    return where.isEmpty() ? checked : FormValidation.ok(where);
  }

  private static String where(Target target) {
    return Stream.concat(
            target.project().stream().map(Object::toString),
            target.regions().stream().map(Object::toString))
        .collect(Collectors.joining(", "));
  }
}
