package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.base.BaseImage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Everything that an image is built from, as a person gave it, without any credential. Goes to an
 * agent, so it holds JDK types only: an empty text, list or map means that a parameter was not
 * given. Construction checks every value; a reader needs no further checks.
 *
 * @param image where the image is pushed to: registry and repository, without tag or digest
 * @param jar a thin, fat or Spring Boot jar, relative to the context; neither with {@code layers}
 * @param layers plain files, in this order
 * @param context folder of the sources, relative to the workspace
 * @param from base image, {@code scratch} for none
 * @param tags more tags beside the commit's
 * @param commit the SHA to tag with, instead of the workspace's own
 * @param env variables of the image; values may be sensitive: never printed
 * @param entrypoint replaces the recipe's own
 * @param args what stands behind the entrypoint
 * @param user {@code USER[:GROUP]} that the container runs as
 * @param ports that the container listens on, for people to read: 1 to 65535
 * @param jvmFlags stand before the main class; only where the recipe writes the entrypoint
 * @param mainClass instead of the one that the jar names
 * @param war a web application, packaged or exploded, relative to the context
 * @param dockerfile relative to the context
 * @param builder of a Dockerfile with {@code RUN}: {@code auto}, {@code buildah}, {@code docker} or
 *     {@code cloudbuild}
 * @param workdir an absolute path in the image
 * @param platform {@code linux/amd64}: what Cloud Run runs
 * @param tagPolicy {@code move} or {@code keep}
 * @param lint {@code warn}, {@code fail} or {@code off}
 * @param sbom whether a list of what is in the image, and its provenance, go beside it
 * @param cloud what Cloud Build is told
 * @param gitCommit the build's {@code GIT_COMMIT}, for a workspace that is no git working tree
 */
public record ImageRequest(
    String image,
    String jar,
    List<LayerSource> layers,
    String context,
    String from,
    List<String> tags,
    String commit,
    Map<String, String> env,
    Map<String, String> labels,
    List<String> entrypoint,
    List<String> args,
    String user,
    List<Integer> ports,
    List<String> jvmFlags,
    String mainClass,
    String war,
    String dockerfile,
    String builder,
    String workdir,
    String platform,
    String tagPolicy,
    String lint,
    boolean sbom,
    CloudSource cloud,
    String gitCommit)
    implements Serializable {
  /** The base of an image that has none. */
  public static final String SCRATCH = BaseImage.SCRATCH;

  private static final Pattern CLASS_NAME =
      Pattern.compile("|[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");
  private static final Pattern USER =
      Pattern.compile("|[A-Za-z0-9_][A-Za-z0-9_.-]*(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?");

  public ImageRequest {
    image = ImageName.parse(Checks.given("image", image)).toString();
    jar = Checks.relative("jar", jar);
    layers = List.copyOf(layers);
    context = Checks.relative("context", context.isBlank() ? "." : context);
    from = from.trim();
    tags = List.copyOf(tags);
    commit = commit.isBlank() ? "" : new CommitSha(commit).value();
    gitCommit = gitCommit.isBlank() ? "" : new CommitSha(gitCommit).value();
    env = ordered(env);
    labels = ordered(labels);
    entrypoint = List.copyOf(entrypoint);
    args = List.copyOf(args);
    user = user.trim();
    ports = List.copyOf(ports);
    jvmFlags = Checks.allGiven("jvmFlags", List.copyOf(jvmFlags));
    mainClass = mainClass.trim();

    war = Checks.relative("war", war);
    dockerfile = Checks.relative("dockerfile", dockerfile);
    builder = Checks.oneOf("builder", builder, "auto", "buildah", "docker", "cloudbuild");
    workdir = Checks.inImage("workdir", workdir.trim());
    platform = Checks.oneOf("platform", platform, "linux/amd64");
    tagPolicy = Checks.oneOf("tagPolicy", tagPolicy, "move", "keep");
    lint = Checks.oneOf("lint", lint, "warn", "fail", "off");
    Map<String, Boolean> kinds = new LinkedHashMap<>();
    kinds.put("jar", !jar.isEmpty());
    kinds.put("war", !war.isEmpty());
    kinds.put("layers", !layers.isEmpty());
    kinds.put("dockerfile", !dockerfile.isEmpty() && !cloud.isAsked());
    kinds.put("source", cloud.isAsked());
    Checks.atMostOne(kinds);
    if (!from.isEmpty()) {
      BaseImage.parse(from);
    }
    tags.forEach(ImageReference::checkTag);
    env.keySet().forEach(name -> checkName("env", name));
    labels.keySet().forEach(name -> checkName("labels", name));
    if (!entrypoint.isEmpty()) {
      Checks.given("The first word of entrypoint", entrypoint.get(0));
    }
    if (!USER.matcher(user).matches()) {
      throw new InvalidValueException(
          "user '" + Checks.shown(user) + "' is not a user such as 'app' or '1000:1000'.");
    }
    for (int port : ports) {
      if (port < 1 || port > 65535) {
        throw new InvalidValueException("Port " + port + " is not between 1 and 65535.");
      }
    }
    if (!CLASS_NAME.matcher(mainClass).matches()) {
      throw new InvalidValueException(
          "mainClass '"
              + Checks.shown(mainClass)
              + "' is not the full name of a class such as org.example.Main.");
    }
    if (!dockerfile.isEmpty() && !cloud.isAsked()) {
      checkForDockerfile(from, jvmFlags, mainClass);
    }
    if (!jvmFlags.isEmpty() || !mainClass.isEmpty()) {
      String what = mainClass.isEmpty() ? "jvmFlags" : "mainClass";
      if (!entrypoint.isEmpty()) {
        throw new InvalidValueException(
            what + " would have no effect beside entrypoint: write it into the entrypoint.");
      }
      if (!layers.isEmpty()) {
        throw new InvalidValueException(
            what + " is for a jar and has no effect on layers: give an entrypoint instead.");
      }
    }
  }

  /** A request that names nothing but the image yet. */
  public static ImageRequestBuilder of(String image) {
    return new ImageRequestBuilder(image);
  }

  /**
   * Whether Cloud Build could make all of this image.
   *
   * @throws InvalidValueException naming what it would not heed
   */
  void checkForCloud() {
    InCloud.check(this);
  }

  /** Where the image goes. */
  public ImageName name() {
    return ImageName.parse(image);
  }

  /** Never the values of variables: they may be secret. */
  @Override
  public String toString() {
    return "ImageRequest[" + image + ", env=" + env.keySet() + "]";
  }

  /**
   * Whether a Dockerfile, named or found, heeds all of this.
   *
   * @throws InvalidValueException naming what it would not heed
   */
  void checkForDockerfile() {
    checkForDockerfile(from, jvmFlags, mainClass);
  }

  private static void checkForDockerfile(String from, List<String> jvmFlags, String mainClass) {
    refuseBesideDockerfile("from", !from.isEmpty(), "write FROM into it.");
    refuseBesideDockerfile(
        "jvmFlags", !jvmFlags.isEmpty(), "write them into its ENTRYPOINT, or give entrypoint.");
    refuseBesideDockerfile(
        "mainClass", !mainClass.isEmpty(), "write it into its ENTRYPOINT, or give entrypoint.");
  }

  private static void refuseBesideDockerfile(String name, boolean given, String instead) {
    if (given) {
      throw new InvalidValueException(name + " has no effect on a Dockerfile: " + instead);
    }
  }

  private static void checkName(String parameter, String name) {
    if (name.isBlank() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new InvalidValueException(
          parameter
              + ": '"
              + Checks.shown(name)
              + "' is not a name: it must not be empty or contain '='.");
    }
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    for (Map.Entry<String, String> entry : new ArrayList<>(map.entrySet())) {
      if (entry.getKey() == null || entry.getValue() == null) {
        throw new InvalidValueException("'" + entry.getKey() + "' has no value: give one.");
      }
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
