package io.jenkins.plugins.cloudrun.emulator.registry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The requests that came, in the order in which they ended. */
public final class Journal {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /**
   * One request.
   *
   * @param path of the URL, without the query: that of a token request names nobody
   * @param status that was answered; 0 if the connection was cut
   */
  public record Entry(RequestKind kind, String method, String path, int status) {}

  void add(Entry entry) {
    entries.add(entry);
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Requests of a kind, however they ended. */
  public long count(RequestKind kind) {
    return entries.stream().filter(entry -> entry.kind() == kind).count();
  }

  /** Requests of a kind that ended with this status. */
  public long count(RequestKind kind, int status) {
    return entries.stream()
        .filter(entry -> entry.kind() == kind && entry.status() == status)
        .count();
  }

  /** Questions whether a blob or a manifest is there. */
  public long checks() {
    return count(RequestKind.BLOB_CHECK) + count(RequestKind.MANIFEST_CHECK);
  }

  /** Blobs that were uploaded to their end. */
  public long uploads() {
    return count(RequestKind.UPLOAD_FINISH, 201) + count(RequestKind.UPLOAD_WHOLE, 201);
  }

  /** Blobs that were taken from another repository. */
  public long mounts() {
    return count(RequestKind.MOUNT, 201);
  }

  /** Manifests that were stored. */
  public long manifestPuts() {
    return count(RequestKind.MANIFEST_PUT, 201);
  }

  public void clear() {
    entries.clear();
  }
}
