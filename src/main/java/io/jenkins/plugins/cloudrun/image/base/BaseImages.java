package io.jenkins.plugins.cloudrun.image.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds base images: from a name to a digest, and from that to manifest and configuration. A name
 * is asked for at its registry each time, as it may have moved; what a digest names is kept in the
 * cache, which several builds may use at once. Layers are read only when somebody needs them.
 */
public final class BaseImages {
  private static final String LINUX = "linux";
  private static final String AMD64 = "amd64";
  private static final long DOCUMENTS = 64L << 20;
  private static final long LAYERS = 4L << 30;

  private final BaseSource source;
  private final Documents documents;
  private final BaseLayers layers;
  private final LastBases last;
  private final BaseFacts facts;
  private final Consumer<String> log;
  private final String architecture;

  /**
   * @param cache a folder that only this class writes to; may be deleted while no build runs
   * @param log takes a line for people now and then
   */
  public BaseImages(RegistryClient registry, Path cache, Consumer<String> log) {
    this(registry, cache, log, AMD64);
  }

  /**
   * Cloud Run runs amd64 alone; another architecture is for tests that start the image where they
   * run.
   */
  public BaseImages(
      RegistryClient registry, Path cache, Consumer<String> log, String architecture) {
    this(
        new RegistrySource(registry, Attempts.usual(log)),
        cache,
        log,
        architecture,
        LAYERS,
        Clock.systemUTC());
  }

  BaseImages(
      BaseSource source,
      Path cache,
      Consumer<String> log,
      String architecture,
      long mostLayerBytes,
      Clock clock) {
    this.source = source;
    this.documents = new Documents(source, new Shelf(cache.resolve("documents"), DOCUMENTS, clock));
    this.layers = new BaseLayers(source, new Shelf(cache.resolve("blobs"), mostLayerBytes, clock));
    this.last = new LastBases(new Shelf(cache.resolve("last"), DOCUMENTS, clock));
    this.facts = new BaseFacts(new Shelf(cache.resolve("facts"), DOCUMENTS, clock));
    this.log = log;
    this.architecture = architecture;
  }

  /**
   * Reads a base image, and says what its name stands for.
   *
   * @param name as {@code FROM} in a Dockerfile has it
   * @return empty for {@code scratch}
   * @throws InvalidValueException if the name is no reference
   * @throws Failure.Permanent if there is no such image, it cannot be read, or Cloud Run could not
   *     run it
   * @throws IOException if the agent's disk failed
   */
  public Optional<Base> resolve(String name) throws Failure, IOException, InterruptedException {
    Optional<ImageReference> named = BaseImage.parse(name).reference();
    if (named.isEmpty()) {
      return Optional.empty();
    }
    try {
      ImageReference reference = named.get();
      ImageDigest digest =
          reference.digest().isPresent() ? reference.digest().get() : source.digest(reference);
      ImageReference pinned = reference.at(digest);
      log.accept("Base image " + name.trim() + " is " + pinned + ".");
      return Optional.of(read(name.trim(), pinned));
    } catch (Failure.Permanent e) {
      throw new Failure.Permanent(
          e.reason(), "Base image '" + name.trim() + "': " + e.getMessage(), e);
    } catch (InvalidValueException e) {
      throw refused(name.trim(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Says so if the name of the base stood for another image when {@code image} was last built on
   * it.
   *
   * @return the digest of then, if it is another
   */
  public Optional<ImageDigest> moved(ImageName image, Base base) throws IOException {
    ImageDigest now = base.reference().digest().orElseThrow();
    Optional<ImageDigest> was = last.of(image, base.name()).filter(digest -> !digest.equals(now));
    was.ifPresent(
        digest ->
            log.accept(
                "Base image "
                    + base.name()
                    + " moved: was "
                    + digest
                    + ", is "
                    + now
                    + " since the last build of "
                    + image
                    + " on this agent."));
    return was;
  }

  /** Remembers what an image was built on; to be called when it is in its registry. */
  public void remember(ImageName image, Base base) throws IOException {
    last.set(image, base.name(), base.reference().digest().orElseThrow());
  }

  /**
   * Something that follows from a base image alone, found once and kept in the cache.
   *
   * @param name of what is asked
   * @param finding finds it, a short text
   */
  public String fact(Base base, String name, Finding finding)
      throws Failure, IOException, InterruptedException {
    return facts.of(base, name, finding);
  }

  /** Finds something out about a base image. */
  @FunctionalInterface
  public interface Finding {
    String find() throws Failure, IOException, InterruptedException;
  }

  /**
   * A layer as a file, whose bytes have the layer's digest. It stays for at least an hour. A
   * download that broke off continues where it stopped.
   */
  public Path layerFile(Blob layer) throws Failure, IOException, InterruptedException {
    return layers.file(layer);
  }

  private Base read(String name, ImageReference pinned)
      throws Failure, IOException, InterruptedException {
    Document document = Document.parse(documents.manifest(pinned));
    if (document.isIndex()) {
      ImageDigest chosen = choose(name, document.entries());
      document = Document.parse(documents.manifest(pinned.at(chosen)));
      if (document.isIndex()) {
        throw refused(name, "its index leads to another index: name one of the images in it");
      }
    }
    ImageName repository = pinned.name();
    List<Blob> found = document.layers(repository);
    JsonObject config = Document.object(documents.config(document.config(repository)));
    check(name, config, found.size());
    return new Base(name, pinned, document.mediaType(), found, config);
  }

  /** The plain architecture before its variants, which may need a newer processor. */
  private ImageDigest choose(String name, List<Document.Entry> entries) throws Failure.Permanent {
    Optional<Document.Entry> chosen =
        entries.stream()
            .filter(entry -> entry.os().equals(LINUX) && entry.architecture().equals(architecture))
            .min(Comparator.comparing(Document.Entry::variant));
    if (chosen.isEmpty()) {
      String there =
          entries.stream()
              .map(Document.Entry::platform)
              // Attestations stand in an index under this platform and are no images.
              .filter(platform -> !platform.equals("unknown/unknown") && !platform.equals("/"))
              .distinct()
              .collect(Collectors.joining(", "));
      throw refused(
          name,
          "it is there for "
              + (there.isEmpty() ? "no platform" : there)
              + ", not for linux/"
              + architecture
              + ", which Cloud Run needs: choose another base");
    }
    return chosen.get().digest();
  }

  private void check(String name, JsonObject config, int count) throws Failure.Permanent {
    String os = Document.text(config, "os");
    String made = Document.text(config, "architecture");
    if (!(os.isEmpty() || os.equals(LINUX)) || !(made.isEmpty() || made.equals(architecture))) {
      throw refused(
          name,
          "it is made for "
              + (os.isEmpty() ? LINUX : os)
              + "/"
              + (made.isEmpty() ? AMD64 : made)
              + ", and Cloud Run runs linux/"
              + architecture
              + " alone: choose another base");
    }
    JsonObject roots = config.has("rootfs") ? config.getAsJsonObject("rootfs") : new JsonObject();
    JsonArray ids = roots.has("diff_ids") ? roots.getAsJsonArray("diff_ids") : new JsonArray();
    if (ids.size() != count) {
      throw refused(
          name,
          "its configuration lists "
              + ids.size()
              + " layers and its manifest "
              + count
              + ": it is no image that can be run, choose another base");
    }
  }

  private static Failure.Permanent refused(String name, String why) {
    return new Failure.Permanent(
        Failure.Reason.REFUSED, "Base image '" + name + "' cannot be used: " + why + ".", null);
  }
}
