package io.jenkins.plugins.cloudrun.emulator.storage;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.Fault;
import io.jenkins.plugins.cloudrun.emulator.Faults;
import io.jenkins.plugins.cloudrun.emulator.Journal;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import io.jenkins.plugins.cloudrun.emulator.loopback.Loopback;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Cloud Storage's JSON API on a port of its own. For faults and the journal its calls are {@code
 * GetBucket}, {@code InsertBucket}, {@code DeleteBucket}, {@code ListBuckets}, {@code GetObject},
 * {@code ReadObject} (the content), {@code ListObjects}, {@code DeleteObject}, {@code InsertObject}
 * (all at once), {@code StartUpload}, {@code UploadChunk}, {@code QueryUpload} and {@code
 * CancelUpload}.
 */
public final class CloudStorage implements AutoCloseable {
  private final Tokens tokens;
  private final Access access;
  private final Faults faults;
  private final Journal journal;
  private final Options options;
  private final Buckets buckets;
  private final Objects objects;
  private final Uploads uploads;
  private final Loopback server;

  private CloudStorage(
      Options options, Tokens tokens, Access access, Faults faults, Journal journal)
      throws IOException {
    this.options = options;
    this.tokens = tokens;
    this.access = access;
    this.faults = faults;
    this.journal = journal;
    buckets = new Buckets(options.data().resolve("storage"), options.projectNumber());
    objects = new Objects(buckets);
    uploads = new Uploads(buckets);
    server = Loopback.start("storage", options.ports().storage(), this::handle);
  }

  public static CloudStorage start(
      Options options, Tokens tokens, Access access, Faults faults, Journal journal)
      throws IOException {
    return new CloudStorage(options, tokens, access, faults, journal);
  }

  /** The endpoint, such as {@code http://127.0.0.1:8089}. */
  public URI uri() {
    return server.uri();
  }

  /** What is stored. */
  public Buckets buckets() {
    return buckets;
  }

  /** Ends all uploads that are not complete: their sessions answer 410 from now on. */
  public void expireUploads() {
    uploads.expire();
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(Call call) throws IOException {
    Optional<Target> target = Target.of(call);
    String rpc = target.map(Target::rpc).orElse("?");
    Optional<Principal> caller = call.authorization("Bearer").flatMap(tokens::accessToken);
    Optional<Fault> fault = target.isPresent() ? faults.next(rpc) : Optional.empty();
    IntConsumer record =
        status ->
            journal.add(
                new io.jenkins.plugins.cloudrun.emulator.Call(
                    rpc,
                    target.map(Target::resource).orElse(call.path()),
                    caller.map(Principal::email).orElse(""),
                    status,
                    Instant.now()));
    call.beforeReply(record);
    boolean cut = false;
    try {
      if (target.isEmpty()) {
        throw StorageError.of(404, "notFound", "Not Found");
      }
      cut = !serve(call, target.get(), caller, fault);
    } catch (StorageError e) {
      drain(call);
      if (e.retryAfter() > 0) {
        call.with("Retry-After", String.valueOf(e.retryAfter()));
      }
      call.reply(e.status(), e.body());
    } catch (IOException e) {
      cut = true;
    }
    if (cut) {
      record.accept(0);
      call.cut();
    }
  }

  /** An answer before the body was read would be lost when the connection is reset. */
  private static void drain(Call call) throws IOException {
    long unused = call.body().transferTo(java.io.OutputStream.nullOutputStream());
  }

  /** Answers; or returns false if nothing may be answered. */
  private boolean serve(Call call, Target target, Optional<Principal> caller, Optional<Fault> fault)
      throws IOException {
    if (fault.isPresent() && fault.get() instanceof Fault.Cut) {
      return false;
    }
    if (fault.isPresent() && fault.get() instanceof Fault.Refused refused) {
      throw StorageError.planned(refused.status(), refused.message(), refused.retryAfterSeconds());
    }
    if (fault.isPresent() && fault.get() instanceof Fault.Slow slow) {
      pause(slow.delay().toNanos());
    }
    admit(target, caller);
    if (fault.isPresent() && fault.get() instanceof Fault.CutWithin within) {
      var unused = uploads.put(call, within.bytes());
      return false;
    }
    boolean lost = fault.isPresent() && fault.get() instanceof Fault.AnswerLost;
    if (lost || fault.isPresent() && fault.get() instanceof Fault.FailedAfterwards) {
      // Only writes have an effect that is worth it; all of them answer with what was made.
      effect(call, target);
      if (lost) {
        return false;
      }
      Fault.FailedAfterwards failed = (Fault.FailedAfterwards) fault.get();
      throw StorageError.planned(failed.status(), failed.message(), java.util.OptionalInt.empty());
    }
    answer(call, target);
    return true;
  }

  /** Does what a write does, without its answer. */
  private void effect(Call call, Target target) throws IOException {
    switch (target.rpc()) {
      case "InsertBucket" -> {
        var unused = buckets.insert(call.json().orElseGet(JsonObject::new));
      }
      case "InsertObject" -> {
        var unused = uploads.simple(call, root(), target.bucket());
      }
      case "UploadChunk" -> {
        var unused = uploads.put(call, Long.MAX_VALUE);
      }
      default -> {}
    }
  }

  private void answer(Call call, Target target) throws IOException {
    String bucket = target.bucket();
    switch (target.rpc()) {
      case "InsertBucket" -> {
        Bucket made = buckets.insert(call.json().orElseGet(JsonObject::new));
        call.reply(200, made.json(root()));
      }
      case "ListBuckets" -> call.reply(200, buckets.list(call.query("prefix").orElse(""), root()));
      case "GetBucket" -> call.reply(200, buckets.bucket(bucket).json(root()));
      case "DeleteBucket" -> {
        buckets.deleteBucket(bucket);
        call.reply(204);
      }
      case "ListObjects" -> call.reply(200, objects.list(call, root(), bucket));
      case "GetObject" -> call.reply(200, objects.metadata(call, root(), bucket, target.object()));
      case "ReadObject" -> objects.media(call, bucket, target.object());
      case "DeleteObject" -> {
        buckets.delete(
            bucket,
            target.object(),
            Objects.number(call, "generation"),
            Objects.number(call, "ifGenerationMatch"));
        call.reply(204);
      }
      case "InsertObject" -> call.reply(200, uploads.simple(call, root(), bucket));
      case "StartUpload" -> uploads.start(call, root(), bucket);
      case "UploadChunk", "QueryUpload" -> {
        Optional<StoredObject> made = uploads.put(call, Long.MAX_VALUE);
        if (made.isPresent()) {
          call.reply(200, made.get().json(root()));
        } else {
          uploads.incomplete(call);
        }
      }
      case "CancelUpload" -> uploads.cancel(call);
      default -> throw StorageError.of(501, "notImplemented", "Not implemented: " + call);
    }
  }

  /** A session's URI is its own proof; everything else needs a token and a permission. */
  private void admit(Target target, Optional<Principal> caller) {
    if (target.permission().isEmpty()) {
      return;
    }
    Principal known = caller.orElseThrow(StorageError::unauthenticated);
    String kind = target.kind();
    boolean foreign =
        target.rpc().equals("InsertBucket") || target.rpc().equals("ListBuckets")
            ? !target.project().equals(options.project())
                && !target.project().equals(options.projectNumber())
            : buckets.exists(target.bucket()) && buckets.bucket(target.bucket()).foreign;
    if (foreign || !access.may(known.email(), target.permission())) {
      throw StorageError.denied(known.email(), target.permission(), kind);
    }
  }

  private String root() {
    return server.uri().toString();
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); ) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      left = end - System.nanoTime();
    }
  }
}
