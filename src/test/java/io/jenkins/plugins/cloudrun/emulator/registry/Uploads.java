package io.jenkins.plugins.cloudrun.emulator.registry;

import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blobs on their way in: in one request, or opened, filled piece by piece and closed. */
final class Uploads {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("(?:bytes )?([0-9]{1,18})-([0-9]{1,18})(?:/.*)?");

  private final Map<String, Upload> open = new ConcurrentHashMap<>();
  private final Storage storage;

  Uploads(Storage storage) {
    this.storage = storage;
  }

  /** One upload; requests to it come one after the other. */
  private record Upload(String id, ImagePath image, Path file) {
    long size() throws IOException {
      return Files.size(file);
    }

    Answer at(int status) throws IOException {
      return Answer.of(status)
          .with("Location", "/v2/" + image + "/blobs/uploads/" + id)
          .with("Docker-Upload-UUID", id)
          // The end is inclusive, and an empty upload has the same range as one of one byte.
          .with("Range", "0-" + Math.max(0, size() - 1));
    }
  }

  Answer start(ImagePath image) throws IOException {
    Upload upload = new Upload(UUID.randomUUID().toString(), image, storage.newFile());
    Files.createFile(upload.file());
    open.put(upload.id(), upload);
    return upload.at(202);
  }

  /** A blob in one POST. */
  Answer whole(ImagePath image, Call call, InputStream body) throws IOException, OciError {
    Path file = storage.newFile();
    Files.createFile(file);
    append(file, body);
    return close(image, file, call.query("digest").orElse(""));
  }

  Answer status(ImagePath image, String id) throws IOException, OciError {
    Upload upload = find(image, id);
    synchronized (upload.file()) {
      return upload.at(204);
    }
  }

  Answer chunk(ImagePath image, String id, Call call, InputStream body)
      throws IOException, OciError {
    Upload upload = find(image, id);
    synchronized (upload.file()) {
      Optional<Answer> refusal = misplaced(upload, call);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      append(upload.file(), body);
      return upload.at(202);
    }
  }

  Answer finish(ImagePath image, String id, Call call, InputStream body)
      throws IOException, OciError {
    Upload upload = find(image, id);
    String digest = Digests.parse(call.query("digest").orElse(""));
    synchronized (upload.file()) {
      Optional<Answer> refusal = misplaced(upload, call);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      append(upload.file(), body);
      open.remove(id);
      return close(image, upload.file(), digest);
    }
  }

  Answer cancel(ImagePath image, String id) throws IOException, OciError {
    Upload upload = find(image, id);
    open.remove(id);
    Files.deleteIfExists(upload.file());
    return Answer.of(204);
  }

  private Answer close(ImagePath image, Path file, String digest) throws IOException, OciError {
    String actual = Digests.of(file);
    if (!actual.equals(digest)) {
      Files.delete(file);
      throw new OciError(
          400, "DIGEST_INVALID", "The content has the digest " + actual + ", not " + digest);
    }
    storage.adopt(image, file, digest);
    return Answer.of(201)
        .with("Location", "/v2/" + image + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest);
  }

  private Upload find(ImagePath image, String id) throws OciError {
    Upload upload = open.get(id);
    if (upload == null || !upload.image().equals(image)) {
      throw new OciError(404, "BLOB_UPLOAD_UNKNOWN", "There is no upload " + id + " to " + image);
    }
    return upload;
  }

  /** The refusal of a chunk whose Content-Range does not go on where the upload stands. */
  private static Optional<Answer> misplaced(Upload upload, Call call) throws IOException, OciError {
    Optional<String> header = call.header("Content-Range");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Matcher range = CONTENT_RANGE.matcher(header.get());
    if (!range.matches()) {
      throw new OciError(
          400, "BLOB_UPLOAD_INVALID", "\"" + header.get() + "\" is no Content-Range");
    }
    long from = Long.parseLong(range.group(1));
    long length = Long.parseLong(range.group(2)) - from + 1;
    Optional<String> given = call.header("Content-Length");
    if (length < 0 || given.isPresent() && !given.get().equals(Long.toString(length))) {
      throw new OciError(
          400,
          "SIZE_INVALID",
          "Content-Range " + header.get() + " and Content-Length " + given.orElse("") + " differ");
    }
    return from == upload.size() ? Optional.empty() : Optional.of(upload.at(416));
  }

  /** What arrives before a connection breaks stays. */
  private static void append(Path file, InputStream body) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      body.transferTo(out);
    }
  }
}
