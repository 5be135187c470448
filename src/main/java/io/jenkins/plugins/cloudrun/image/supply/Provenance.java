package io.jenkins.plugins.cloudrun.image.supply;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where an image came from: an in-toto statement (v1) with SLSA provenance (v1). It is not signed:
 * it says what this Jenkins says, and proves nothing to somebody who does not trust the registry.
 *
 * @param builder the address of the Jenkins that built it; empty if it does not know its own
 * @param invocation the address of the build
 * @param parameters of the step, by name: texts and lists of texts as a person gave them. Of
 *     variables the names alone: values may be secret
 * @param source of the commit, such as {@code https://example.com/shop.git}; a login in it is left
 *     out
 * @param base by digest
 * @param versions of what took part, by name, such as {@code jenkins}
 */
public record Provenance(
    String builder,
    String invocation,
    Map<String, List<String>> parameters,
    Optional<String> source,
    CommitSha commit,
    Optional<ImageReference> base,
    Map<String, String> versions,
    Instant started,
    Instant finished) {
  /** Of the document, and of the manifest that carries it. */
  public static final String MEDIA_TYPE = "application/vnd.in-toto+json";

  /** What the statement is about. */
  static final String PREDICATE = "https://slsa.dev/provenance/v1";

  private static final String BUILD_TYPE = "https://plugins.jenkins.io/cloud-run/build/v1";

  public Provenance {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    versions = Map.copyOf(versions);
  }

  /** As JSON, about an image. */
  public byte[] of(ImageName name, ImageDigest digest) {
    JsonObject statement = new JsonObject();
    statement.addProperty("_type", "https://in-toto.io/Statement/v1");
    statement.add("subject", array(described("name", name.toString(), "sha256", hex(digest))));
    statement.addProperty("predicateType", PREDICATE);
    JsonObject predicate = new JsonObject();
    predicate.add("buildDefinition", definition());
    predicate.add("runDetails", details());
    statement.add("predicate", predicate);
    Gson gson = new GsonBuilder().disableHtmlEscaping().create();
    return gson.toJson(statement).getBytes(StandardCharsets.UTF_8);
  }

  private JsonObject definition() {
    JsonObject definition = new JsonObject();
    definition.addProperty("buildType", BUILD_TYPE);
    JsonObject external = new JsonObject();
    parameters.forEach(
        (parameter, values) -> {
          if (values.size() == 1) {
            external.addProperty(parameter, values.get(0));
          } else {
            JsonArray all = new JsonArray();
            values.forEach(all::add);
            external.add(parameter, all);
          }
        });
    definition.add("externalParameters", external);
    JsonArray dependencies = new JsonArray();
    dependencies.add(
        described(
            "uri",
            source
                .map(s -> s.replaceFirst("://[^/@]*@", "://"))
                .map(s -> s.startsWith("git") ? s : "git+" + s)
                .orElse("git+unknown:"),
            "gitCommit",
            commit.value()));
    base.ifPresent(
        b ->
            b.digest()
                .ifPresent(
                    digest ->
                        dependencies.add(
                            described("uri", "oci://" + b.name(), "sha256", hex(digest)))));
    definition.add("resolvedDependencies", dependencies);
    return definition;
  }

  private JsonObject details() {
    JsonObject builtBy = new JsonObject();
    builtBy.addProperty("id", builder.isEmpty() ? "urn:jenkins:unknown" : builder);
    JsonObject numbers = new JsonObject();
    new TreeMap<>(versions).forEach(numbers::addProperty);
    builtBy.add("version", numbers);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("invocationId", invocation);
    metadata.addProperty("startedOn", started.truncatedTo(ChronoUnit.SECONDS).toString());
    metadata.addProperty("finishedOn", finished.truncatedTo(ChronoUnit.SECONDS).toString());
    JsonObject details = new JsonObject();
    details.add("builder", builtBy);
    details.add("metadata", metadata);
    return details;
  }

  private static JsonObject described(String key, String name, String algorithm, String digest) {
    JsonObject digests = new JsonObject();
    digests.addProperty(algorithm, digest);
    JsonObject described = new JsonObject();
    described.addProperty(key, name);
    described.add("digest", digests);
    return described;
  }

  private static JsonArray array(JsonObject one) {
    JsonArray array = new JsonArray();
    array.add(one);
    return array;
  }

  private static String hex(ImageDigest digest) {
    return digest.value().substring(digest.value().indexOf(':') + 1);
  }
}
