package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.durable.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The decisions of one installation as lines of JSON, the latest last: {@code audit.jsonl} and,
 * when that is full, {@code audit-1.jsonl} (the one before) to {@code audit-9.jsonl}; what is older
 * is removed. A line is on the disk when {@link #record} returns. A line that a crash tore is
 * passed over.
 */
public final class AuditLog implements Audit {
  /** Bytes of one file. */
  private static final long MOST_BYTES = 8L << 20;

  private static final int MOST_OLDER = 9;

  private final Path folder;
  private final long mostBytes;

  // Guarded by the monitor: the ids of the current file and of the one before.
  private final Set<String> ids = new HashSet<>();
  private boolean known;

  /**
   * @param folder made with the first entry
   */
  public AuditLog(Path folder) {
    this(folder, MOST_BYTES);
  }

  AuditLog(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  @Override
  public synchronized void record(AuditEntry entry) {
    try {
      know();
      if (ids.contains(entry.id())) {
        return;
      }
      Files.createDirectories(folder);
      if (Files.exists(file(0)) && Files.size(file(0)) >= mostBytes) {
        rotate();
      }
      append(AuditJson.write(entry));
      ids.add(entry.id());
    } catch (IOException e) {
      throw new StoreException(
          "Cannot write the audit log "
              + file(0)
              + " ("
              + e
              + "): is the disk full, or the folder not writable?",
          e);
    }
  }

  /** What is recorded, the latest first, as far as it passes. */
  public List<AuditEntry> latest(int most, Predicate<AuditEntry> filter) {
    List<AuditEntry> found = new ArrayList<>();
    for (int i = 0; i <= MOST_OLDER && found.size() < most; i++) {
      Deque<AuditEntry> last = new ArrayDeque<>();
      int room = most - found.size();
      each(
          i,
          line -> {
            Optional<AuditEntry> entry = AuditJson.read(line).filter(filter);
            entry.ifPresent(last::addLast);
            if (last.size() > room) {
              last.removeFirst();
            }
          });
      List<AuditEntry> part = new ArrayList<>(last);
      Collections.reverse(part);
      found.addAll(part);
    }
    return found;
  }

  /** Passes on all lines that pass, the oldest first, for somebody who takes them elsewhere. */
  public void export(Predicate<AuditEntry> filter, Lines lines) {
    for (int i = MOST_OLDER; i >= 0; i--) {
      each(
          i,
          line -> {
            if (AuditJson.read(line).filter(filter).isPresent()) {
              lines.line(line);
            }
          });
    }
  }

  /** Takes lines without their ends. */
  @FunctionalInterface
  public interface Lines {
    void line(String text);
  }

  private void each(int number, Lines lines) {
    Path file = file(number);
    if (!Files.exists(file)) {
      return;
    }
    // Half a character at the end of a torn line is no reason to stop.
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.line(line);
      }
    } catch (IOException e) {
      throw new StoreException("Cannot read the audit log " + file + " (" + e + ")", e);
    }
  }

  private void know() {
    if (!known) {
      each(1, line -> AuditJson.read(line).ifPresent(entry -> ids.add(entry.id())));
      each(0, line -> AuditJson.read(line).ifPresent(entry -> ids.add(entry.id())));
      known = true;
    }
  }

  private void append(String line) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file(0),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      long end = out.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      // After a line that was torn a new one begins.
      boolean torn = end > 0 && (out.read(last, end - 1) != 1 || last.get(0) != '\n');
      ByteBuffer bytes =
          ByteBuffer.wrap(((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        end += out.write(bytes, end);
      }
      out.force(true);
    }
  }

  private void rotate() throws IOException {
    Files.deleteIfExists(file(MOST_OLDER));
    for (int i = MOST_OLDER - 1; i >= 0; i--) {
      if (Files.exists(file(i))) {
        Files.move(file(i), file(i + 1), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    ids.clear();
    each(1, line -> AuditJson.read(line).ifPresent(entry -> ids.add(entry.id())));
  }

  private Path file(int number) {
    return folder.resolve(number == 0 ? "audit.jsonl" : "audit-" + number + ".jsonl");
  }
}
