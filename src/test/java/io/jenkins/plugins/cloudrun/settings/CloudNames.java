package io.jenkins.plugins.cloudrun.settings;

import java.util.List;

/**
 * Every list of a form that asks the cloud. {@code CloudNamesTest} holds that nothing is missing;
 * {@code CloudNamesIT} asks for each of them as everybody.
 */
public final class CloudNames {
  private CloudNames() {}

  /** What stands in the form, and what is offered then. */
  public enum Given {
    /** The target that is acted on. */
    TARGET,
    /** The target that a promotion comes from. */
    SOURCE,
    /** The fields of a target itself. */
    FIELDS
  }

  /**
   * One of them.
   *
   * @param settings whose form
   * @param field of the form
   * @param given which fields say where
   * @param kind of what is offered
   */
  public record Names(String settings, String field, Given given, Kind kind) {}

  /** What is offered. */
  public enum Kind {
    SERVICE,
    REVISION,
    JOB,
    IMAGE,
    REPOSITORY
  }

  /** All of them. */
  public static final List<Names> ALL =
      List.of(
          new Names("settings.BuildSettings", "Image", Given.TARGET, Kind.IMAGE),
          new Names("settings.CheckSettings", "Repository", Given.TARGET, Kind.REPOSITORY),
          new Names("settings.CheckSettings", "Service", Given.TARGET, Kind.SERVICE),
          new Names("settings.DeploySettings", "Image", Given.TARGET, Kind.IMAGE),
          new Names("settings.DeploySettings", "Service", Given.TARGET, Kind.SERVICE),
          new Names("settings.JobSettings", "Image", Given.TARGET, Kind.IMAGE),
          new Names("settings.JobSettings", "Job", Given.TARGET, Kind.JOB),
          new Names("settings.PromoteSettings", "Service", Given.SOURCE, Kind.SERVICE),
          new Names("settings.RollbackSettings", "Service", Given.TARGET, Kind.SERVICE),
          new Names("settings.RollbackSettings", "To", Given.TARGET, Kind.REVISION),
          new Names("settings.StatusSettings", "Service", Given.TARGET, Kind.SERVICE),
          new Names("settings.TrafficSettings", "Revision", Given.TARGET, Kind.REVISION),
          new Names("settings.TrafficSettings", "Service", Given.TARGET, Kind.SERVICE),
          new Names("config.TargetSettings", "Repository", Given.FIELDS, Kind.REPOSITORY));
}
