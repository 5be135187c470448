package io.jenkins.plugins.cloudrun.config;

import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import net.sf.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Targets and defaults out of a form that was sent. All of it is read and checked before any of it
 * is kept.
 */
final class TargetForm {
  private final @Nullable List<TargetSettings> targets;
  private final @Nullable DefaultsSettings defaults;

  private TargetForm(@Nullable List<TargetSettings> targets, @Nullable DefaultsSettings defaults) {
    this.targets = targets;
    this.defaults = defaults;
  }

  /**
   * Takes both out of {@code form}, so that the rest can be bound.
   *
   * @throws FormException saying what is refused, and that nothing was saved
   */
  static TargetForm take(StaplerRequest2 request, JSONObject form) throws FormException {
    Object rows = form.remove("targets");
    Object group = form.remove("defaults");
    try {
      List<TargetSettings> targets = new ArrayList<>();
      for (Object row :
          rows instanceof List<?> several ? several : rows == null ? List.of() : List.of(rows)) {
        if (row instanceof JSONObject target) {
          targets.add(Descriptor.bindJSON(request, TargetSettings.class, target));
        }
      }
      DefaultsSettings defaults =
          group instanceof JSONObject fields
              ? Descriptor.bindJSON(request, DefaultsSettings.class, fields)
              : null;
      return new TargetForm(TargetList.checked(targets), DefaultsSettings.checked(defaults));
    } catch (InvalidValueException e) {
      throw new FormException(
          "Cloud Run: " + e.getMessage() + " Nothing of Cloud Run was saved.", e, "targets");
    }
  }

  /** In their order; null for none. */
  @Nullable List<TargetSettings> targets() {
    return targets;
  }

  @Nullable DefaultsSettings defaults() {
    return defaults;
  }
}
