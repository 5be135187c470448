package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Versions of resources: the time of the last write and the name, as the service encodes them. */
final class Etags {
  private Etags() {}

  static String of(Timestamp updated, String name) {
    return '"'
        + Base64.getUrlEncoder().encodeToString(updated.toByteArray())
        + '/'
        + Base64.getEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8))
        + '"';
  }

  /** Refuses a write that was decided on another version; an empty etag writes anyway. */
  static void check(String given, String current, String name) {
    if (!given.isEmpty() && !given.equals(current)) {
      throw ApiException.aborted(
          "Conflict for resource '%s': version '%s' was specified but current version is '%s'."
              .formatted(World.last(name), version(given), version(current)));
    }
  }

  /** Microseconds since the epoch. */
  private static String version(String etag) {
    int slash = etag.indexOf('/');
    if (etag.startsWith("\"") && slash > 0) {
      try {
        byte[] time = Base64.getUrlDecoder().decode(etag.substring(1, slash));
        return String.valueOf(Timestamps.toMicros(Timestamp.parseFrom(time)));
      } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
        return etag;
      }
    }
    return etag;
  }
}
