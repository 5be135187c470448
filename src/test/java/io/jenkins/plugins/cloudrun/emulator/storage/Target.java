package io.jenkins.plugins.cloudrun.emulator.storage;

import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is for.
 *
 * @param rpc its name for faults and the journal
 * @param permission that it needs; empty for none
 * @param bucket its name, or empty
 * @param object its name, or empty
 * @param project that a new bucket goes to, or whose buckets are listed; or empty
 */
record Target(String rpc, String permission, String bucket, String object, String project) {
  private static final Pattern PATH =
      Pattern.compile(
          "/(storage|upload/storage|download/storage)/v1/b(?:/([^/]+)(/o(?:/(.+))?)?)?");

  static Optional<Target> of(Call call) {
    Matcher matcher = PATH.matcher(call.path());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String bucket = Optional.ofNullable(matcher.group(2)).orElse("");
    String object = Optional.ofNullable(matcher.group(4)).orElse("");
    boolean inObjects = matcher.group(3) != null;
    if (matcher.group(1).startsWith("upload")) {
      return inObjects && object.isEmpty() ? upload(call, bucket) : Optional.empty();
    }
    Optional<String> media = call.query("alt").filter("media"::equals);
    return switch (call.method()) {
      case "POST" ->
          bucket.isEmpty()
              ? Optional.of(
                  new Target(
                      "InsertBucket",
                      "storage.buckets.create",
                      "",
                      "",
                      call.query("project").orElse("")))
              : Optional.empty();
      case "GET", "HEAD" -> {
        if (bucket.isEmpty()) {
          yield Optional.of(
              new Target(
                  "ListBuckets", "storage.buckets.list", "", "", call.query("project").orElse("")));
        }
        if (!inObjects) {
          yield of("GetBucket", "storage.buckets.get", bucket, "");
        }
        if (object.isEmpty()) {
          yield of("ListObjects", "storage.objects.list", bucket, "");
        }
        yield of(
            media.isPresent() ? "ReadObject" : "GetObject", "storage.objects.get", bucket, object);
      }
      case "DELETE" ->
          object.isEmpty()
              ? inObjects
                  ? Optional.empty()
                  : of("DeleteBucket", "storage.buckets.delete", bucket, "")
              : of("DeleteObject", "storage.objects.delete", bucket, object);
      default -> Optional.empty();
    };
  }

  private static Optional<Target> upload(Call call, String bucket) {
    boolean session = call.query("upload_id").isPresent();
    boolean resumable = call.query("uploadType").filter("resumable"::equals).isPresent();
    return switch (call.method()) {
      case "POST" ->
          of(
              resumable ? "StartUpload" : "InsertObject",
              "storage.objects.create",
              bucket,
              call.query("name").orElse(""));
      case "PUT" ->
          session
              ? of(
                  call.header("Content-Range").filter(r -> r.startsWith("bytes */")).isPresent()
                      ? "QueryUpload"
                      : "UploadChunk",
                  "",
                  bucket,
                  call.query("name").orElse(""))
              : Optional.empty();
      case "DELETE" -> session ? of("CancelUpload", "", bucket, "") : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Target> of(String rpc, String permission, String bucket, String object) {
    return Optional.of(new Target(rpc, permission, bucket, object, ""));
  }

  /** What Cloud Storage calls it when it refuses. */
  String kind() {
    return permission.equals("storage.buckets.create") || permission.equals("storage.buckets.list")
        ? "project"
        : permission.startsWith("storage.buckets") ? "bucket" : "object";
  }

  String resource() {
    return object.isEmpty() ? bucket : bucket + "/" + object;
  }
}
