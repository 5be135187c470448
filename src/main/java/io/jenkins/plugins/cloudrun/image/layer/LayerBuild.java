package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From layers of a plan to blobs: known from before, or made. */
final class LayerBuild implements AutoCloseable {
  private static final String SEEN = "seen-";
  private static final String TAR = "tar-";
  private static final long HEADER_AND_PADDING = 1024;
  private static final String SHAPE = "shape-";

  private final LayerStore store;
  private final SessionFolder session;
  private volatile boolean hasAdded;
  private @Nullable Workers workers;

  LayerBuild(LayerStore store, SessionFolder session) {
    this.store = store;
    this.session = session;
  }

  boolean hasAdded() {
    return hasAdded;
  }

  List<LayerBlob> of(List<? extends LayerObject> layers) throws IOException, InterruptedException {
    List<EntriesLayer> described = EntriesLayer.of(layers);
    List<EntriesLayer> unknown = new ArrayList<>();
    for (EntriesLayer layer : described) {
      if (seen(store, layer.key()).isEmpty()) {
        unknown.add(layer);
      }
    }
    boolean small = unknown.stream().allMatch(layer -> isSmall(layer.written()));
    Map<EntriesLayer, LayerBlob> blobs = new IdentityHashMap<>();
    try {
      // Those that are known take no time, so they are taken while the others are made.
      List<LayerBlob> made =
          InParallel.of(
              small ? List.of() : unknown,
              this::make,
              () -> {
                for (EntriesLayer layer : described) {
                  bySight(layer.key()).ifPresent(blob -> blobs.put(layer, blob));
                }
              });
      for (int i = 0; i < made.size(); i++) {
        blobs.put(unknown.get(i), made.get(i));
      }
      List<LayerBlob> all = new ArrayList<>();
      for (EntriesLayer layer : described) {
        LayerBlob blob = blobs.get(layer);
        all.add(blob == null ? make(layer) : blob);
      }
      return all;
    } catch (ClosedByInterruptException e) {
      throw Tar.interrupted(e);
    }
  }

  @Override
  public synchronized void close() {
    if (workers != null) {
      workers.close();
    }
  }

  private Optional<LayerBlob> bySight(LayerKey key) throws IOException {
    Optional<LayerRecord> record = seen(store, key);
    Optional<LayerBlob> blob =
        record.isPresent() ? store.take(record.get(), session) : Optional.empty();
    if (blob.isPresent()) {
      touch(store, key, record.get());
    }
    return blob;
  }

  /**
   * The blobs of layers that are all known by sight, without making them the build's own: the files
   * may go at any time. Empty when one is not known.
   */
  static Optional<List<LayerBlob>> known(LayerStore store, List<EntriesLayer> layers)
      throws IOException {
    List<LayerBlob> blobs = new ArrayList<>();
    for (EntriesLayer layer : layers) {
      Optional<LayerRecord> record = seen(store, layer.key());
      Optional<LayerBlob> blob = record.isPresent() ? store.find(record.get()) : Optional.empty();
      if (blob.isEmpty()) {
        return Optional.empty();
      }
      blobs.add(blob.get());
      if (store.isStale(blob.get())) {
        store.touchBlob(blob.get());
        touch(store, layer.key(), record.get());
      }
    }
    return Optional.of(blobs);
  }

  static boolean hasShape(LayerStore store, EntriesLayer layer) {
    return store.hasRecord(SHAPE + layer.key().shape());
  }

  private static Optional<LayerRecord> seen(LayerStore store, LayerKey key) throws IOException {
    return key.seen().isEmpty()
        ? Optional.empty()
        : store.record(SEEN + key.seen().get()).filter(LayerRecord::isSettled);
  }

  private static void touch(LayerStore store, LayerKey key, LayerRecord record) throws IOException {
    store.touchRecord(SEEN + key.seen().orElseThrow());
    store.touchRecord(SHAPE + key.shape());
    store.touchRecord(TAR + Digests.hex(record.diffId()));
  }

  private static boolean isSmall(List<LayerEntry> entries) {
    long size = 0;
    for (LayerEntry entry : entries) {
      size += HEADER_AND_PADDING + entry.content().map(Content::size).orElse(0L);
    }
    return size < Block.SIZE;
  }

  private LayerBlob make(EntriesLayer layer) throws IOException, InterruptedException {
    List<LayerEntry> entries = layer.written();
    LayerKey key = layer.key();
    if (hasShape(store, layer)) {
      Optional<LayerBlob> known = byContent(entries, key);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return compressed(entries, key);
  }

  /** Reads the files but compresses nothing: hashing is some thirty times faster. */
  private Optional<LayerBlob> byContent(List<LayerEntry> entries, LayerKey key)
      throws IOException, InterruptedException {
    ImageDigest diffId;
    try (TarPipe pipe = new TarPipe(workers(), Optional.empty(), isSmall(entries))) {
      diffId = Tar.write(entries, pipe);
    }
    Optional<LayerRecord> record = store.record(TAR + Digests.hex(diffId));
    Optional<LayerBlob> blob =
        record.isPresent() ? store.take(record.get(), session) : Optional.empty();
    if (blob.isPresent()) {
      remember(key, record.get());
    }
    return blob;
  }

  private LayerBlob compressed(List<LayerEntry> entries, LayerKey key)
      throws IOException, InterruptedException {
    Path draft = session.draft();
    try {
      LayerRecord record;
      try (GzipFile file = new GzipFile(draft);
          TarPipe pipe = new TarPipe(workers(), Optional.of(file), isSmall(entries))) {
        ImageDigest diffId = Tar.write(entries, pipe);
        record = new LayerRecord(file.digest(), file.size(), diffId, key.isSettled());
      }
      hasAdded = true;
      LayerBlob blob = store.put(draft, record, session);
      remember(key, record);
      return blob;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void remember(LayerKey key, LayerRecord found) throws IOException {
    LayerRecord record =
        new LayerRecord(found.digest(), found.size(), found.diffId(), key.isSettled());
    store.remember(TAR + Digests.hex(record.diffId()), record, session);
    store.remember(SHAPE + key.shape(), record, session);
    if (key.seen().isPresent()) {
      store.remember(SEEN + key.seen().get(), record, session);
    }
  }

  private synchronized Workers workers() {
    if (workers == null) {
      workers = new Workers();
    }
    return workers;
  }
}
