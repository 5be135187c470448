package io.jenkins.plugins.cloudrun.emulator.storage;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of some content.
 *
 * @param from the first byte
 * @param to the last byte
 */
record ByteRange(long from, long to) {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final Pattern CONTENT =
      Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(?:(\\d+)|\\*)");

  long length() {
    return to - from + 1;
  }

  /**
   * What a request's Range asks for.
   *
   * @return empty if it asks for all, or for something that this does not understand
   * @throws StorageError 416 if there is nothing in the range
   */
  static Optional<ByteRange> wanted(Optional<String> header, long size) {
    Matcher matcher = RANGE.matcher(header.orElse(""));
    if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
      return Optional.empty();
    }
    long from;
    long to = size - 1;
    if (matcher.group(1).isEmpty()) {
      from = Math.max(0, size - Long.parseLong(matcher.group(2)));
    } else {
      from = Long.parseLong(matcher.group(1));
      if (!matcher.group(2).isEmpty()) {
        to = Math.min(to, Long.parseLong(matcher.group(2)));
      }
    }
    if (from > to) {
      throw StorageError.of(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    return Optional.of(new ByteRange(from, to));
  }

  /**
   * A chunk's Content-Range.
   *
   * @param part the bytes of the body; empty for {@code *}
   * @param total of the whole object, if it is known
   */
  record Content(Optional<ByteRange> part, OptionalLong total) {
    static Content parse(String header) {
      Matcher matcher = CONTENT.matcher(header.trim());
      if (!matcher.matches()) {
        throw StorageError.invalid("Failed to parse Content-Range header.");
      }
      OptionalLong total =
          matcher.group(3) == null
              ? OptionalLong.empty()
              : OptionalLong.of(Long.parseLong(matcher.group(3)));
      if (matcher.group(1) == null) {
        return new Content(Optional.empty(), total);
      }
      ByteRange part =
          new ByteRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      if (part.length() < 1 || total.isPresent() && part.to() >= total.getAsLong()) {
        throw StorageError.invalid("Failed to parse Content-Range header.");
      }
      return new Content(Optional.of(part), total);
    }
  }
}
