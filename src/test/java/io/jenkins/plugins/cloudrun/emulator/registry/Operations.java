package io.jenkins.plugins.cloudrun.emulator.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the registry does for a request that shows a good token. */
final class Operations {
  private final Storage storage;
  private final Manifests manifests;
  private final Access access;
  private final Uploads uploads;
  private final Rules rules;

  Operations(Storage storage, Manifests manifests, Access access, Rules rules) {
    this.rules = rules;
    this.storage = storage;
    this.manifests = manifests;
    this.access = access;
    this.uploads = new Uploads(storage);
  }

  /** Refuses who may not, and what is in no repository; permission comes first. */
  void admit(Route route, Call call) throws OciError {
    if (route.image().isEmpty()) {
      return;
    }
    ImagePath image = route.image().get();
    access.check(call, image, route.kind().isWrite());
    if (!storage.exists(image)) {
      throw new OciError(
          404, "NAME_UNKNOWN", "Repository \"" + image.repository() + "\" not found");
    }
  }

  Answer serve(Route route, Call call, InputStream body) throws IOException, OciError {
    if (route.image().isEmpty()) {
      return route.kind() == RequestKind.TOKEN
          ? access.token(call)
          : Answer.of(200, new JsonObject());
    }
    ImagePath image = route.image().get();
    String reference = route.reference();
    return switch (route.kind()) {
      case PING, TOKEN -> throw new IllegalStateException(route.kind() + " is of no image");
      case BLOB_CHECK, BLOB_READ -> blob(image, Digests.parse(reference));
      case UPLOAD_START -> uploads.start(image);
      case UPLOAD_WHOLE -> uploads.whole(image, call, body);
      case MOUNT -> mount(image, call);
      case UPLOAD_STATUS -> uploads.status(image, reference);
      case UPLOAD_CHUNK -> uploads.chunk(image, reference, call, body);
      case UPLOAD_FINISH -> uploads.finish(image, reference, call, body);
      case UPLOAD_CANCEL -> uploads.cancel(image, reference);
      case MANIFEST_CHECK, MANIFEST_READ -> manifest(image, reference);
      case MANIFEST_PUT -> put(image, reference, call, body);
      case REFERRERS -> referrers(image, Digests.parse(reference));
      case TAGS -> tags(image);
    };
  }

  private Answer blob(ImagePath image, String digest) throws OciError {
    Optional<Path> file = storage.blob(image, digest);
    if (file.isEmpty()) {
      throw new OciError(404, "BLOB_UNKNOWN", "Blob " + digest + " not found");
    }
    return Answer.of(200, file.get()).with("Docker-Content-Digest", digest);
  }

  /** Takes a blob of another image, or opens an upload if that has none or may not be read. */
  private Answer mount(ImagePath image, Call call) throws IOException, OciError {
    String digest = Digests.parse(call.query("mount").orElse(""));
    Optional<String> from = call.query("from");
    if (from.isEmpty()) {
      return uploads.start(image);
    }
    ImagePath source = ImagePath.parse(from.get());
    if (!access.allows(call, false) || storage.blob(source, digest).isEmpty()) {
      return uploads.start(image);
    }
    storage.link(image, digest);
    return Answer.of(201)
        .with("Location", "/v2/" + image + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest);
  }

  private Answer manifest(ImagePath image, String reference) throws OciError {
    Optional<Manifest> found = storage.manifest(image, reference);
    if (found.isEmpty()) {
      throw new OciError(404, "MANIFEST_UNKNOWN", "Failed to fetch \"" + reference + "\"");
    }
    Manifest manifest = found.get();
    return Answer.of(200, manifest.mediaType(), manifest.content())
        .with("Docker-Content-Digest", manifest.digest());
  }

  private Answer put(ImagePath image, String reference, Call call, InputStream body)
      throws IOException, OciError {
    byte[] bytes = body.readNBytes(Manifests.MOST_BYTES + 1);
    Optional<Manifest> before = storage.manifest(image, reference);
    if (rules.hasImmutableTags()
        && before.isPresent()
        && !before.get().digest().equals(Digests.of(bytes))) {
      throw new OciError(
          400,
          "MANIFEST_INVALID",
          "cannot update tag " + reference + ". The repository has enabled tag immutability");
    }
    Manifest stored =
        manifests.put(image, reference, call.header("Content-Type").orElse(""), bytes);
    Answer answer =
        Answer.of(201)
            .with("Location", "/v2/" + image + "/manifests/" + stored.digest())
            .with("Docker-Content-Digest", stored.digest());
    Optional<String> subject = Subjects.of(stored);
    return subject.isPresent() && rules.knowsReferrers()
        ? answer.with("OCI-Subject", subject.get())
        : answer;
  }

  private Answer referrers(ImagePath image, String digest) throws IOException, OciError {
    if (!rules.knowsReferrers()) {
      throw new OciError(404, "NOT_FOUND", "There is no such endpoint");
    }
    JsonObject index = Subjects.index(storage.manifests(image), digest);
    return Answer.of(200, Manifests.OCI_INDEX, index.toString());
  }

  private Answer tags(ImagePath image) throws IOException, OciError {
    List<String> tags = storage.tags(image);
    if (tags.isEmpty()) {
      throw new OciError(404, "NAME_UNKNOWN", "Image \"" + image + "\" not found");
    }
    JsonArray array = new JsonArray();
    tags.forEach(array::add);
    JsonObject json = new JsonObject();
    json.addProperty("name", image.text());
    json.add("tags", array);
    return Answer.of(200, json);
  }
}
