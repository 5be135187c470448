package io.jenkins.plugins.cloudrun.image.source;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Sources in Cloud Storage, and how they want to be built. Comes from an agent, so its values are
 * checked when it is read, also when it arrives over the wire.
 *
 * @param bucket that holds them
 * @param object in the bucket, named by its content
 * @param generation of the object: later objects of that name are others
 * @param kind how they are built
 * @param dockerfile relative to the sources; only of {@link Kind#DOCKERFILE}
 * @param config the text of the build configuration; only of {@link Kind#CONFIG}
 * @param descriptor {@value #DESCRIPTOR} if the sources have one; only of {@link Kind#BUILDPACKS}
 * @param files packed
 * @param bytes of the archive
 * @param uploaded whether anything was sent; otherwise Cloud Storage had it
 */
public record UploadedSource(
    String bucket,
    String object,
    long generation,
    Kind kind,
    String dockerfile,
    String config,
    String descriptor,
    int files,
    long bytes,
    boolean uploaded)
    implements Serializable {
  /** What buildpacks call the description of a project; at the top of its sources. */
  public static final String DESCRIPTOR = "project.toml";

  /** A build configuration is at most so long; Cloud Build itself takes less. */
  static final int MOST_CONFIG = 1 << 20;

  private static final Pattern OBJECT = Pattern.compile("source/[0-9a-f]{64}\\.tgz");
  private static final Pattern PATH = Pattern.compile("[^\\p{Cntrl}]{0,1000}");

  /** How sources are built. */
  public enum Kind {
    /** As a {@code cloudbuild.yaml} says. */
    CONFIG,
    /** With a Dockerfile. */
    DOCKERFILE,
    /** By buildpacks, which look at the sources. */
    BUILDPACKS
  }

  public UploadedSource {
    SourceRequest.checkBucket(bucket);
    boolean whole =
        OBJECT.matcher(object).matches()
            && generation > 0
            && PATH.matcher(dockerfile).matches()
            && !dockerfile.startsWith("/")
            && !("/" + dockerfile + "/").contains("/../")
            && config.getBytes(StandardCharsets.UTF_8).length <= MOST_CONFIG
            && files >= 0
            && bytes >= 0
            && dockerfile.isEmpty() == (kind != Kind.DOCKERFILE)
            && config.isEmpty() == (kind != Kind.CONFIG)
            && (descriptor.isEmpty() || (descriptor.equals(DESCRIPTOR) && kind == Kind.BUILDPACKS));
    if (!whole) {
      throw new InvalidValueException("The agent's answer on the uploaded sources is not whole.");
    }
  }

  /** {@code gs://BUCKET/OBJECT#GENERATION}. */
  public String uri() {
    return "gs://" + bucket + "/" + object + "#" + generation;
  }
}
