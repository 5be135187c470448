package io.jenkins.plugins.cloudrun.emulator.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads of objects: metadata, content and lists. */
final class Objects {
  private final Buckets buckets;

  Objects(Buckets buckets) {
    this.buckets = buckets;
  }

  JsonObject metadata(Call call, String root, String bucket, String name) {
    return buckets.object(bucket, name, number(call, "generation")).json(root);
  }

  /** Sends the content, or the part that was asked for. */
  void media(Call call, String bucket, String name) throws IOException {
    StoredObject object = buckets.object(bucket, name, number(call, "generation"));
    call.with("ETag", object.etag());
    call.with("X-Goog-Generation", String.valueOf(object.generation()));
    call.with("X-Goog-Stored-Content-Length", String.valueOf(object.size()));
    call.with(
        "X-Goog-Hash",
        "crc32c=" + object.crc32c() + (object.md5().isEmpty() ? "" : ",md5=" + object.md5()));
    Optional<ByteRange> wanted;
    try {
      wanted = ByteRange.wanted(call.header("Range"), object.size());
    } catch (StorageError e) {
      call.with("Content-Range", "bytes */" + object.size());
      throw e;
    }
    ByteRange range = wanted.orElse(new ByteRange(0, object.size() - 1));
    if (wanted.isPresent()) {
      call.with("Content-Range", "bytes " + range.from() + "-" + range.to() + "/" + object.size());
    }
    call.with("Content-Type", object.contentType());
    try (InputStream in = Files.newInputStream(object.file())) {
      in.skipNBytes(range.from());
      call.reply(wanted.isPresent() ? 206 : 200, new Limited(in, range.length()), range.length());
    }
  }

  JsonObject list(Call call, String root, String bucket) {
    List<StoredObject> found = buckets.objects(bucket, call.query("prefix").orElse(""));
    String after = call.query("pageToken").orElse("");
    long size = number(call, "maxResults").orElse(1000);
    JsonObject answer = new JsonObject();
    answer.addProperty("kind", "storage#objects");
    JsonArray items = new JsonArray();
    for (StoredObject object : found) {
      if (object.name().compareTo(after) > 0) {
        if (items.size() == size) {
          JsonObject last = items.get(items.size() - 1).getAsJsonObject();
          answer.addProperty("nextPageToken", last.get("name").getAsString());
          break;
        }
        items.add(object.json(root));
      }
    }
    if (!items.isEmpty()) {
      answer.add("items", items);
    }
    return answer;
  }

  static OptionalLong number(Call call, String parameter) {
    Optional<String> text = call.query(parameter);
    try {
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException e) {
      throw StorageError.invalid("Invalid value for " + parameter + ": " + text.get());
    }
  }

  /** So much of a stream: an object may grow behind its end meanwhile. */
  private static final class Limited extends java.io.FilterInputStream {
    private long left;

    Limited(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = super.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, n);
      return n;
    }
  }
}
