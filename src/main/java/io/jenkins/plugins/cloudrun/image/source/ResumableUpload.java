package io.jenkins.plugins.cloudrun.image.source;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings an archive to Cloud Storage in pieces. After a piece that got lost, the service is asked
 * how far it is, and the upload goes on there; a session that the service has forgotten begins
 * anew. An object that is there already, by its content's name, is left as it is.
 */
final class ResumableUpload {
  /** A multiple of 256 KiB, as the protocol wants. */
  static final int PIECE = 8 << 20;

  /** For one piece, on a slow line. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final int MOST_SESSIONS = 5;
  private static final Pattern RECEIVED = Pattern.compile("bytes=0-([0-9]{1,18})");
  private static final String ROLE = "roles/storage.objectAdmin on the bucket";

  private final StorageCalls calls;
  private final Persistence persistence;
  private final String bucket;
  private final String object;
  private final SourceArchive archive;
  private final int piece;
  private final Consumer<String> lines;

  ResumableUpload(
      StorageCalls calls,
      Persistence persistence,
      String bucket,
      String object,
      SourceArchive archive,
      int piece,
      Consumer<String> lines) {
    this.calls = calls;
    this.persistence = persistence;
    this.bucket = bucket;
    this.object = object;
    this.archive = archive;
    this.piece = piece;
    this.lines = lines;
  }

  /** The generation of the object, if it is there. */
  OptionalLong existing() throws Failure, InterruptedException {
    HttpResponse<String> answer =
        persistence.send(
            calls,
            () ->
                calls
                    .request(
                        "/storage/v1/b/"
                            + bucket
                            + "/o/"
                            + StorageCalls.encoded(object)
                            + "?fields=generation,size,crc32c")
                    .GET(),
            "show " + name());
    if (answer.statusCode() == 404 || answer.statusCode() == 403) {
      // Who may only create objects is told 403 of all others, and of those that are not there.
      return OptionalLong.empty();
    }
    if (answer.statusCode() / 100 != 2) {
      throw StorageCalls.refused(answer, "show " + name(), ROLE);
    }
    return OptionalLong.of(checked(answer));
  }

  /** Uploads it, or finds that somebody else just did; its generation. */
  long run() throws Failure, InterruptedException, IOException {
    UploadProgress progress = new UploadProgress(archive.bytes(), lines, InstantSource.system());
    for (int session = 1; session <= MOST_SESSIONS; session++) {
      Optional<URI> begun = begin();
      OptionalLong generation = begun.isEmpty() ? made() : send(begun.get(), progress);
      if (generation.isPresent()) {
        return generation.getAsLong();
      }
    }
    throw new Failure.Transient(
        "Cloud Storage forgot the upload of "
            + name()
            + " "
            + MOST_SESSIONS
            + " times. Run the build again.",
        Optional.empty(),
        null);
  }

  /** The generation of the object that somebody else has just made. */
  private OptionalLong made() throws Failure, InterruptedException {
    OptionalLong generation = existing();
    if (generation.isEmpty()) {
      throw new Failure.Permanent(
          Reason.DENIED,
          "Cloud Storage has "
              + name()
              + " already, but the account may not look at it: it needs "
              + ROLE
              + ".",
          null);
    }
    return generation;
  }

  /** Where to send to; empty if the object is there already. */
  private Optional<URI> begin() throws Failure, InterruptedException {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", object);
    metadata.addProperty("contentType", "application/gzip");
    metadata.addProperty("crc32c", crc32c());
    HttpResponse<String> answer =
        persistence.send(
            calls,
            () ->
                calls
                    .request(
                        "/upload/storage/v1/b/"
                            + bucket
                            + "/o?uploadType=resumable&ifGenerationMatch=0&name="
                            + StorageCalls.encoded(object))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("X-Upload-Content-Type", "application/gzip")
                    .header("X-Upload-Content-Length", Long.toString(archive.bytes()))
                    .POST(BodyPublishers.ofString(metadata.toString())),
            "begin the upload of " + name());
    if (answer.statusCode() == 412) {
      return Optional.empty();
    }
    if (answer.statusCode() / 100 != 2) {
      throw StorageCalls.refused(answer, "begin the upload of " + name(), ROLE);
    }
    return Optional.of(
        URI.create(
            answer
                .headers()
                .firstValue("Location")
                .orElseThrow(
                    () ->
                        new Failure.Permanent(
                            Reason.REFUSED,
                            "Cloud Storage began the upload of "
                                + name()
                                + " but did not say where it goes on: is there a proxy in between"
                                + " that changes answers?",
                            null))));
  }

  /** The object's generation; empty if the session is gone and another has to begin. */
  private OptionalLong send(URI session, UploadProgress progress)
      throws Failure, InterruptedException, IOException {
    long sent = 0;
    boolean doubt = false;
    while (true) {
      HttpResponse<String> answer;
      try {
        answer = doubt ? status(session) : piece(session, sent);
      } catch (IOException e) {
        persistence.next(
            "The upload of " + name() + " was cut off: " + e.getMessage() + ".", Optional.empty());
        doubt = true;
        continue;
      }
      int status = answer.statusCode();
      if (status == 200 || status == 201) {
        return OptionalLong.of(checked(answer));
      }
      if (status == 308) {
        long received = received(answer);
        if (received > sent) {
          persistence.progressed();
          progress.at(received);
        } else if (!doubt) {
          persistence.next(
              "Cloud Storage took nothing of a piece of " + name() + ".", Optional.empty());
        }
        sent = received;
        doubt = false;
      } else if (status == 404 || status == 410) {
        return OptionalLong.empty();
      } else if (status == 412) {
        return made();
      } else if (StorageCalls.passing(status)) {
        persistence.next(
            StorageCalls.refused(answer, "take a piece of " + name(), ROLE).explanation(),
            StorageCalls.retryAfter(answer));
        doubt = true;
      } else {
        throw StorageCalls.refused(answer, "take " + name(), ROLE);
      }
    }
  }

  private HttpResponse<String> status(URI session) throws IOException, InterruptedException {
    return calls.send(
        calls
            .session(session)
            .header("Content-Range", "bytes */" + archive.bytes())
            .PUT(BodyPublishers.noBody()),
        StorageCalls.LIMIT);
  }

  private HttpResponse<String> piece(URI session, long from)
      throws IOException, InterruptedException {
    long length = Math.min(piece, archive.bytes() - from);
    if (length <= 0) {
      return status(session);
    }
    HttpRequest.BodyPublisher body =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> part(from, length)), length);
    return calls.send(
        calls
            .session(session)
            .header(
                "Content-Range",
                "bytes " + from + "-" + (from + length - 1) + "/" + archive.bytes())
            .PUT(body),
        LIMIT);
  }

  private InputStream part(long from, long length) {
    try {
      FileChannel channel = FileChannel.open(archive.file());
      channel.position(from);
      return new FirstBytes(Channels.newInputStream(channel), length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long received(HttpResponse<?> answer) {
    Matcher range = RECEIVED.matcher(answer.headers().firstValue("Range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) + 1 : 0;
  }

  private long checked(HttpResponse<String> answer) throws Failure {
    JsonObject found = StorageCalls.json(answer).orElseGet(JsonObject::new);
    boolean same =
        (!found.has("size") || found.get("size").getAsLong() == archive.bytes())
            && (!found.has("crc32c") || found.get("crc32c").getAsString().equals(crc32c()));
    if (!same || !found.has("generation")) {
      throw new Failure.Permanent(
          Reason.CONFLICT,
          "Cloud Storage holds other bytes than ours as "
              + name()
              + ". Delete that object, then run the build again.",
          null);
    }
    return found.get("generation").getAsLong();
  }

  private String crc32c() {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt(archive.crc32c()).array());
  }

  private String name() {
    return "gs://" + bucket + "/" + object;
  }
}
