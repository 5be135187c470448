package io.jenkins.plugins.cloudrun.config;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.promotion.Freeze;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** A time in which nothing is promoted to a target. */
public abstract class FreezeSettings extends AbstractDescribableImpl<FreezeSettings> {
  static final String DEFAULT_ZONE = "UTC";

  private @Nullable String name;
  private @Nullable String zone;

  public @Nullable String getName() {
    return name;
  }

  @DataBoundSetter
  public void setName(@Nullable String name) {
    this.name = RulesText.given(name);
  }

  public @Nullable String getZone() {
    return zone;
  }

  @DataBoundSetter
  public void setZone(@Nullable String zone) {
    String text = RulesText.given(zone);
    this.zone = DEFAULT_ZONE.equals(text) ? null : text;
  }

  final String nameOrNothing() {
    return name == null ? "" : name;
  }

  final String zoneOrDefault() {
    return zone == null ? DEFAULT_ZONE : zone;
  }

  /** A field that may not be empty. */
  static String required(String field, @Nullable String text) {
    if (text == null) {
      throw new InvalidValueException("A freeze needs its " + field + ".");
    }
    return text;
  }

  /**
   * The freeze that these settings say.
   *
   * @throws InvalidValueException naming what is missing or refused
   */
  public abstract Freeze toFreeze();
}
