package io.jenkins.plugins.cloudrun.emulator.storage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Writes of objects: at once, and resumable in chunks. */
final class Uploads {
  private final Buckets buckets;
  private final ConcurrentHashMap<String, UploadSession> sessions = new ConcurrentHashMap<>();
  private final Set<String> expired = ConcurrentHashMap.newKeySet();

  Uploads(Buckets buckets) {
    this.buckets = buckets;
  }

  /** Ends all sessions that are not complete, as a week does. */
  void expire() {
    expired.addAll(sessions.keySet());
    sessions.clear();
  }

  /** The session that a request is for. */
  UploadSession session(Call call) {
    String id = call.query("upload_id").orElse("");
    if (expired.contains(id)) {
      throw StorageError.of(410, "gone", "The upload session has expired. Start a new one.");
    }
    UploadSession session = sessions.get(id);
    if (session == null) {
      throw StorageError.of(404, "notFound", "Not Found");
    }
    return session;
  }

  /** {@code uploadType=media}. */
  JsonObject simple(Call call, String root, String bucket) throws IOException {
    String name = name(call, new JsonObject());
    Path file = buckets.newFile();
    Files.copy(call.body(), file, StandardCopyOption.REPLACE_EXISTING);
    String type = call.header("Content-Type").orElse("application/octet-stream");
    return buckets
        .put(bucket, name, type, Objects.number(call, "ifGenerationMatch"), file)
        .json(root);
  }

  /** {@code uploadType=resumable}: answers where the content is to be sent to. */
  void start(Call call, String root, String bucket) throws IOException {
    var unused = buckets.bucket(bucket);
    JsonObject metadata = call.json().orElseGet(JsonObject::new);
    String name = name(call, metadata);
    OptionalLong ifGenerationMatch = Objects.number(call, "ifGenerationMatch");
    buckets.check(bucket, name, ifGenerationMatch);
    String type =
        text(metadata, "contentType")
            .or(() -> call.header("X-Upload-Content-Type"))
            .orElse("application/octet-stream");
    String id = "ABg5-" + UUID.randomUUID();
    sessions.put(id, new UploadSession(bucket, name, type, ifGenerationMatch, buckets.newFile()));
    call.with("X-GUploader-UploadID", id);
    call.with(
        "Location",
        root
            + "/upload/storage/v1/b/"
            + bucket
            + "/o?uploadType=resumable&name="
            + URLEncoder.encode(name, StandardCharsets.UTF_8)
            + "&upload_id="
            + id);
    call.reply(200);
  }

  /**
   * A chunk, or the question how far the upload is.
   *
   * @param atMost bytes that are read of it before the connection breaks
   * @return the object, once it is complete
   */
  Optional<StoredObject> put(Call call, long atMost) throws IOException {
    UploadSession session = session(call);
    if (session.done().isPresent()) {
      return session.done();
    }
    Optional<ByteRange.Content> content =
        call.header("Content-Range").map(ByteRange.Content::parse);
    boolean whole;
    if (content.isEmpty()) {
      OptionalLong length = length(call);
      whole = session.take(0, length, length, call.body(), atMost);
    } else if (content.get().part().isPresent()) {
      ByteRange part = content.get().part().get();
      OptionalLong length = length(call);
      if (length.isPresent() && length.getAsLong() != part.length()) {
        throw StorageError.invalid(
            "Invalid request.  There were %d byte(s) in the request body.  There should have been %d byte(s) according to the Content-Range header."
                .formatted(length.getAsLong(), part.length()));
      }
      whole =
          session.take(
              part.from(),
              OptionalLong.of(part.length()),
              content.get().total(),
              call.body(),
              atMost);
    } else {
      whole = session.end(content.get().total());
    }
    if (!whole) {
      return Optional.empty();
    }
    StoredObject made =
        buckets.put(
            session.bucket,
            session.object,
            session.contentType,
            session.ifGenerationMatch,
            session.file);
    session.complete(made);
    return Optional.of(made);
  }

  /** 308 and how much is kept. */
  void incomplete(Call call) throws IOException {
    long kept = session(call).kept();
    if (kept > 0) {
      call.with("Range", "bytes=0-" + (kept - 1));
    }
    call.with("X-GUploader-UploadID", call.query("upload_id").orElse(""));
    call.reply(308);
  }

  void cancel(Call call) {
    var unused = session(call);
    sessions.remove(call.query("upload_id").orElse(""));
    throw StorageError.of(499, "clientClosedRequest", "Client Closed Request");
  }

  private static OptionalLong length(Call call) {
    Optional<String> length = call.header("Content-Length");
    return length.isPresent()
        ? OptionalLong.of(Long.parseLong(length.get()))
        : OptionalLong.empty();
  }

  private static String name(Call call, JsonObject metadata) {
    String name = call.query("name").or(() -> text(metadata, "name")).orElse("");
    if (name.isEmpty()) {
      throw StorageError.of(400, "required", "Required parameter: name");
    }
    return name;
  }

  private static Optional<String> text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null ? Optional.empty() : Optional.of(value.getAsString());
  }
}
