package io.jenkins.plugins.cloudrun.image.supply;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.image.push.ImagePush;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts documents beside an image in its registry, as the OCI image specification 1.1 has it: a
 * manifest with the image as its subject, an empty configuration, and the document as its only
 * layer. Repeating it is harmless: the same document has the same digest.
 */
public final class SupplyChain {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private final ImagePush push;

  public SupplyChain(ImagePush push) {
    this.push = push;
  }

  /**
   * The bill of materials of an image that is in the registry.
   *
   * @return the digest of the manifest that carries it
   */
  public ImageDigest attachSbom(Image image, ImageName target, byte[] sbom)
      throws Failure, IOException, InterruptedException {
    return attach(referrer(image, Sbom.MEDIA_TYPE, sbom, Map.of()), target);
  }

  /**
   * The provenance of an image that is in the registry.
   *
   * @return the digest of the manifest that carries it
   */
  public ImageDigest attachProvenance(Image image, ImageName target, Provenance provenance)
      throws Failure, IOException, InterruptedException {
    byte[] document = provenance.of(target, image.digest());
    Map<String, String> annotations = Map.of("in-toto.io/predicate-type", Provenance.PREDICATE);
    return attach(referrer(image, Provenance.MEDIA_TYPE, document, annotations), target);
  }

  private ImageDigest attach(Image referrer, ImageName target)
      throws Failure, IOException, InterruptedException {
    push.attach(referrer, target);
    return referrer.digest();
  }

  /** What carries a document about an image. */
  static Image referrer(
      Image subject, String type, byte[] document, Map<String, String> annotations) {
    Blob config = blob(EMPTY, "{}".getBytes(StandardCharsets.UTF_8));
    Blob layer = blob(type, document);
    JsonObject manifest = new JsonObject();
    manifest.addProperty("schemaVersion", 2);
    manifest.addProperty("mediaType", MANIFEST);
    manifest.addProperty("artifactType", type);
    manifest.add("config", descriptor(config.mediaType(), config.digest(), config.size()));
    JsonArray layers = new JsonArray();
    layers.add(descriptor(type, layer.digest(), layer.size()));
    manifest.add("layers", layers);
    manifest.add(
        "subject", descriptor(subject.mediaType(), subject.digest(), subject.manifest().length));
    if (!annotations.isEmpty()) {
      JsonObject all = new JsonObject();
      new TreeMap<>(annotations).forEach(all::addProperty);
      manifest.add("annotations", all);
    }
    byte[] bytes = manifest.toString().getBytes(StandardCharsets.UTF_8);
    return new Image(ImageDigest.of(bytes), MANIFEST, bytes, config, List.of(layer));
  }

  private static Blob blob(String type, byte[] bytes) {
    return new Blob(ImageDigest.of(bytes), bytes.length, type, new Blob.Origin.InMemory(bytes));
  }

  private static JsonObject descriptor(String type, ImageDigest digest, long size) {
    JsonObject descriptor = new JsonObject();
    descriptor.addProperty("mediaType", type);
    descriptor.addProperty("digest", digest.value());
    descriptor.addProperty("size", size);
    return descriptor;
  }
}
