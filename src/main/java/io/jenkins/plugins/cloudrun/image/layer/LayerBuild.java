package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** From layers of a plan to blobs: known from before, or made. */
final class LayerBuild implements AutoCloseable {
  private static final String SEEN = "seen-";
  private static final String TAR = "tar-";
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
    List<Callable<LayerBlob>> all = new ArrayList<>();
    boolean isAllKnown = true;
    try {
      for (LayerObject layer : layers) {
        List<LayerEntry> entries = LayerEntries.of(layer);
        LayerKey key = LayerKey.of(entries);
        Optional<LayerBlob> known = bySight(key);
        isAllKnown &= known.isPresent();
        all.add(
            known.<Callable<LayerBlob>>map(blob -> () -> blob).orElse(() -> make(entries, key)));
      }
      return isAllKnown || all.size() == 1 ? InParallel.inTurn(all) : InParallel.of(all);
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
    if (key.seen().isEmpty()) {
      return Optional.empty();
    }
    String seen = SEEN + key.seen().get();
    Optional<LayerRecord> record = store.record(seen).filter(LayerRecord::isSettled);
    Optional<LayerBlob> blob =
        record.isPresent() ? store.take(record.get(), session) : Optional.empty();
    if (blob.isPresent()) {
      store.touchRecord(seen);
      store.touchRecord(SHAPE + key.shape());
      store.touchRecord(TAR + Digests.hex(blob.get().diffId()));
    }
    return blob;
  }

  private LayerBlob make(List<LayerEntry> entries, LayerKey key)
      throws IOException, InterruptedException {
    if (store.hasRecord(SHAPE + key.shape())) {
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
    try (TarPipe pipe = new TarPipe(workers(), Optional.empty())) {
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
          TarPipe pipe = new TarPipe(workers(), Optional.of(file))) {
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
