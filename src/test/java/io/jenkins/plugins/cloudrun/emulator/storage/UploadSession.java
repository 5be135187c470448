package io.jenkins.plugins.cloudrun.emulator.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** One resumable upload: what of it is kept so far. */
final class UploadSession {
  /** What is kept of an upload that is not complete is a multiple of this. */
  static final long QUANTUM = 256 * 1024;

  final String bucket;
  final String object;
  final String contentType;
  final OptionalLong ifGenerationMatch;
  final Path file;
  private long kept;
  private OptionalLong total = OptionalLong.empty();
  private Optional<StoredObject> done = Optional.empty();

  UploadSession(
      String bucket, String object, String contentType, OptionalLong ifGenerationMatch, Path file) {
    this.bucket = bucket;
    this.object = object;
    this.contentType = contentType;
    this.ifGenerationMatch = ifGenerationMatch;
    this.file = file;
  }

  synchronized long kept() {
    return kept;
  }

  /** The object that became of it. */
  synchronized Optional<StoredObject> done() {
    return done;
  }

  synchronized void complete(StoredObject object) {
    done = Optional.of(object);
  }

  /**
   * Takes a chunk. Bytes that are there already are read and not stored again.
   *
   * @param from where the body begins
   * @param length of the body; empty if it was not said
   * @param whole of the object, if it is known
   * @param atMost bytes that are read before the connection breaks
   * @return whether that was the last one
   * @throws IOException if the body breaks off; what came is kept, in whole quanta
   */
  synchronized boolean take(
      long from, OptionalLong length, OptionalLong whole, InputStream body, long atMost)
      throws IOException {
    if (from > kept) {
      throw StorageError.of(
          503,
          "backendError",
          ("Invalid request.  According to the Content-Range header, the upload offset is %d"
                  + " byte(s), which exceeds already uploaded size of %d byte(s).")
              .formatted(from, kept));
    }
    if (total.isPresent() && whole.isPresent() && total.getAsLong() != whole.getAsLong()) {
      throw StorageError.invalid(
          "Invalid request.  The total size of the object was "
              + total.getAsLong()
              + " in an earlier request.");
    }
    total = whole.isPresent() ? whole : total;
    long at = from;
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] buffer = new byte[1 << 16];
      long left = Math.min(atMost, length.orElse(Long.MAX_VALUE));
      while (left > 0) {
        int n = body.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          break;
        }
        int known = (int) Math.min(n, Math.max(0, kept - at));
        out.seek(at + known);
        out.write(buffer, known, n - known);
        at += n;
        left -= n;
      }
      if (length.isPresent() && at < from + Math.min(length.getAsLong(), atMost)) {
        throw new IOException("The chunk broke off at " + at);
      }
    } finally {
      boolean last = total.isPresent() && at == total.getAsLong();
      kept = Math.max(kept, last ? at : at / QUANTUM * QUANTUM);
    }
    if (length.isEmpty() && total.isEmpty() && atMost == Long.MAX_VALUE) {
      // A body without a Content-Range is the whole object.
      total = OptionalLong.of(at);
      kept = at;
    }
    return total.isPresent() && kept == total.getAsLong();
  }

  /** Whether what is kept is the whole object, now that its length is said. */
  synchronized boolean end(OptionalLong whole) {
    return whole.isPresent() && kept == whole.getAsLong();
  }
}
