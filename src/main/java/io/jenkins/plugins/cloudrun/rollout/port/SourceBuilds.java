package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Builds in the cloud. Every call blocks, for at most a minute, and is made by the engine's poller
 * alone.
 */
public interface SourceBuilds {
  /**
   * Submits a build. The service takes no name from the caller: the order's marker is set as a tag
   * of the build, so that {@link #find} finds it again.
   *
   * @return the build's id, and what the service warns of
   */
  Submitted submit(Order order) throws Failure;

  /** The id of the build that carries {@code marker}, if {@link #submit} took effect. */
  Optional<String> find(Place place, String marker) throws Failure;

  /** A build by id, or empty if there is none. */
  Optional<BuildState> build(Place place, String id) throws Failure;

  /** Cancels a build; one that has ended already is left as it is. */
  void cancel(Place place, String id) throws Failure;

  /**
   * What the build has printed since {@code from}, in whole lines. A log that is not there yet is
   * empty.
   */
  LogPart log(Place place, BuildState build, LogMark from) throws Failure;

  /** Where builds run. */
  record Place(ProjectId project, Region region) {
    /**
     * @param image whose repository says what is not given
     * @param project or empty
     * @param region or empty
     */
    public static Place of(ImageName image, String project, String region) {
      boolean google = image.registry().endsWith("-docker.pkg.dev");
      String[] parts = image.path().split("/");
      String owner = project.isBlank() && google ? parts[0] : project.trim();
      String near =
          region.isBlank() && google
              ? image.registry().substring(0, image.registry().indexOf("-docker.pkg.dev"))
              : region.trim();
      if (owner.isEmpty()) {
        throw new InvalidValueException(
            "Which project builds? " + image + " does not tell: give project.");
      }
      if (near.isEmpty() || region.isBlank() && near.indexOf('-') < 0) {
        throw new InvalidValueException(
            "Where to build? " + image + " does not name one region: give region.");
      }
      return new Place(new ProjectId(owner), new Region(near));
    }

    @Override
    public String toString() {
      return region + " of " + project;
    }
  }

  /**
   * What to build.
   *
   * @param image by tag: where the result goes
   * @param serviceAccount e-mail of the account that the build runs as
   * @param marker {@code [\w][\w.-]{0,127}}
   * @param timeLimit of the build itself, where the service lets one say it
   */
  record Order(
      Place place,
      Stored source,
      Way way,
      ImageReference image,
      Optional<String> serviceAccount,
      String marker,
      Duration timeLimit) {}

  /**
   * A build that the service has taken.
   *
   * @param id of the build
   * @param warnings of the service, for people; of a build that {@link #find} found they are lost
   */
  record Submitted(String id, List<String> warnings) {
    public Submitted {
      warnings = List.copyOf(warnings);
    }
  }

  /** An archive in Cloud Storage. */
  record Stored(String bucket, String object, long generation) {
    @Override
    public String toString() {
      return "gs://" + bucket + "/" + object + "#" + generation;
    }
  }

  /** How sources become an image. */
  sealed interface Way {
    /**
     * By buildpacks.
     *
     * @param function that serves requests; empty for a whole program
     * @param baseImage of the runtime; empty for what buildpacks choose
     * @param descriptor of the project ({@code project.toml}) in the sources, which tells
     *     buildpacks what to build and with which variables; empty: there is none
     */
    record Buildpacks(String function, String baseImage, String descriptor) implements Way {}

    /**
     * By a Dockerfile.
     *
     * @param path relative to the sources
     */
    record Dockerfile(String path) implements Way {}

    /**
     * As a build configuration says.
     *
     * @param json a Build of Cloud Build's API, without source and tags
     */
    record Config(String json) implements Way {}
  }

  /** Where a build stands. */
  enum Status {
    WAITING,
    WORKING,
    SUCCESS,
    FAILURE,
    INTERNAL_ERROR,
    TIMEOUT,
    CANCELLED,
    EXPIRED;

    /** Whether nothing more will happen. */
    public boolean ended() {
      return this != WAITING && this != WORKING;
    }
  }

  /**
   * A build as Cloud Build shows it.
   *
   * @param detail of the status, for people; may be empty
   * @param logUrl where a person reads the log; may be empty
   * @param logs where the log is written
   * @param failure why it failed, as Cloud Build names it; both may be empty
   * @param warnings of Cloud Build
   */
  record BuildState(
      String id,
      Status status,
      String detail,
      String logUrl,
      Logs logs,
      List<StepState> steps,
      List<Pushed> images,
      Trouble failure,
      List<String> warnings) {
    public BuildState {
      steps = List.copyOf(steps);
      images = List.copyOf(images);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Where a build's log goes.
   *
   * @param bucket {@code gs://BUCKET[/FOLDER]}; empty: to Cloud Logging alone
   * @param off whether nothing is logged
   */
  record Logs(String bucket, boolean off) {}

  /**
   * Why a build failed.
   *
   * @param type such as {@code USER_BUILD_STEP} or {@code PUSH_NOT_AUTHORIZED}
   */
  record Trouble(String type, String detail) {
    public static final Trouble NONE = new Trouble("", "");
  }

  /**
   * A step of a build.
   *
   * @param name the image that ran
   * @param id its own name; may be empty
   * @param exitCode if it ended by itself
   */
  record StepState(String name, String id, Status status, OptionalInt exitCode) {}

  /** An image that the build has pushed. */
  record Pushed(String name, ImageDigest digest) {}

  /**
   * How far a log has been read.
   *
   * @param offset in bytes, of a log in Cloud Storage
   * @param entry the last one's time and id, of a log in Cloud Logging; empty before the first
   */
  record LogMark(long offset, String entry) {
    public static final LogMark BEGINNING = new LogMark(0, "");
  }

  /**
   * A part of a log.
   *
   * @param more whether there is more already
   * @param late whether more may still come after the build has ended
   */
  record LogPart(List<String> lines, LogMark next, boolean more, boolean late) {
    public LogPart {
      lines = List.copyOf(lines);
    }

    /** Nothing new. */
    public static LogPart none(LogMark mark) {
      return new LogPart(List.of(), mark, false, false);
    }
  }
}
