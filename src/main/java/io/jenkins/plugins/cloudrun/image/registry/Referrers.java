package io.jenkins.plugins.cloudrun.image.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What belongs to an image and stands beside it (OCI distribution specification 1.1, "Listing
 * Referrers"). A registry that knows nothing of it gets an index under the tag {@code
 * sha256-<digest>}, which the specification has made up for that.
 */
public final class Referrers {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final int MOST_PAGES = 20;

  /** Two builds may write the index at once; who finds himself missing writes again. */
  private static final int MOST_WRITES = 5;

  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;.*rel=\"?next\"?.*");

  private final RegistryClient registry;
  private final AuthorizedCalls calls;

  Referrers(RegistryClient registry, AuthorizedCalls calls) {
    this.registry = registry;
    this.calls = calls;
  }

  /**
   * Stores a manifest that names its subject, under its digest, so that it is found from there. Its
   * blobs must be there. Repeating it is harmless.
   *
   * @throws IllegalArgumentException if it names no subject
   */
  public void attach(ImageName name, Manifest manifest) throws Failure {
    ImageDigest subject =
        Referrer.subject(manifest)
            .orElseThrow(() -> new IllegalArgumentException("a manifest without a subject"));
    ImageReference itself =
        new ImageReference(name, Optional.empty(), Optional.of(manifest.digest()));
    if (registry.put(itself, manifest)) {
      return;
    }
    Referrer entry = Referrer.of(manifest);
    ImageReference tag = fallback(name, subject);
    for (int i = 0; i < MOST_WRITES; i++) {
      List<Referrer> listed = new ArrayList<>(listed(tag));
      if (listed.stream().anyMatch(one -> one.digest().equals(entry.digest()))) {
        return;
      }
      listed.add(entry);
      registry.put(tag, index(listed));
    }
    throw new Failure.Transient(
        "Could not list " + itself + " under " + tag + ": others keep writing it at the same time.",
        Optional.empty(),
        null);
  }

  /** Everything that says it belongs to the image. */
  public List<Referrer> list(ImageName name, ImageDigest subject) throws Failure {
    Scope scope = Scope.pull(name);
    String what = "list what belongs to " + name + "@" + subject;
    List<Referrer> all = new ArrayList<>();
    Optional<URI> page = Optional.of(Endpoints.referrers(name, subject));
    for (int i = 0; i < MOST_PAGES && page.isPresent(); i++) {
      URI asked = page.get();
      HttpResponse<byte[]> response =
          calls.send(
              scope,
              what,
              false,
              () -> HttpRequest.newBuilder(asked).header("Accept", INDEX).GET());
      int status = response.statusCode();
      if (i == 0 && (status == 404 || status == 405 || status == 400)) {
        return listed(fallback(name, subject));
      }
      if (status != 200) {
        throw calls.refused(response, what, scope, false);
      }
      all.addAll(parsed(response.body(), what));
      page = next(asked, response);
    }
    return all;
  }

  private List<Referrer> listed(ImageReference tag) throws Failure {
    Optional<Manifest> index = registry.find(tag);
    return index.isEmpty() ? List.of() : parsed(index.get().bytes(), "read " + tag);
  }

  private static ImageReference fallback(ImageName name, ImageDigest subject) {
    return new ImageReference(
        name, Optional.of(subject.value().replace(':', '-')), Optional.empty());
  }

  private static Manifest index(List<Referrer> entries) {
    JsonArray manifests = new JsonArray();
    entries.forEach(entry -> manifests.add(entry.json()));
    JsonObject json = new JsonObject();
    json.addProperty("schemaVersion", 2);
    json.addProperty("mediaType", INDEX);
    json.add("manifests", manifests);
    return new Manifest(INDEX, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Referrer> parsed(byte[] body, String what) throws Failure {
    try {
      List<Referrer> entries = new ArrayList<>();
      JsonObject json =
          JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
      for (JsonElement entry : json.getAsJsonArray("manifests")) {
        entries.add(Referrer.of(entry.getAsJsonObject()));
      }
      return entries;
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | UnsupportedOperationException
        | NumberFormatException
        | InvalidValueException e) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED, "Could not " + what + ": the answer is no index.", e);
    }
  }

  /** The next page, on the same host. */
  private static Optional<URI> next(URI asked, HttpResponse<?> response) {
    try {
      return response.headers().allValues("Link").stream()
          .map(NEXT::matcher)
          .filter(Matcher::matches)
          .map(matcher -> asked.resolve(matcher.group(1)))
          .filter(uri -> Endpoints.isSameHost(asked, uri))
          .findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
