package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The records of services, a file for each. Only the rollout that has the service changes what its
 * record says, so that no two of them meet; an item may be renamed at any time.
 */
public final class ServiceRecords {
  private static final Logger LOGGER = Logger.getLogger(ServiceRecords.class.getName());

  private final Notes notes;

  /** Once somebody has asked for all, without what failed; guarded by this. */
  private @Nullable Map<ServiceKey, ServiceRecord> all;

  public ServiceRecords(Notes notes) {
    this.notes = notes;
  }

  /**
   * What is known of a service; nothing if its file cannot be read: it is set aside, and the log
   * says so.
   */
  public ServiceRecord read(ServiceKey key) {
    Optional<String> text = notes.read(key.resource());
    if (text.isEmpty()) {
      return ServiceRecord.EMPTY;
    }
    try {
      return ServiceRecordJson.read(text.get());
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "The record of "
              + key
              + " cannot be read, and was set aside as "
              + notes.setAside(key.resource())
              + ": which revisions were proven is forgotten",
          e);
      return ServiceRecord.EMPTY;
    }
  }

  /**
   * What is known of all services, but for what failed there. Reads all files when it is asked for
   * the first time, and none after that. A file that cannot be read is left out.
   *
   * @throws io.jenkins.plugins.cloudrun.durable.StoreException when the folder cannot be read
   */
  public synchronized Map<ServiceKey, ServiceRecord> all() {
    Map<ServiceKey, ServiceRecord> known = all;
    if (known == null) {
      known = new HashMap<>();
      for (String text : notes.all()) {
        try {
          known.put(ServiceRecordJson.key(text), ServiceRecordJson.read(text).withoutFailed());
        } catch (RuntimeException e) {
          // Set aside, and said, when a rollout needs it.
          LOGGER.log(Level.FINE, "A record of a service cannot be read", e);
        }
      }
      all = known;
    }
    return Map.copyOf(known);
  }

  /**
   * Gives the new full name of an item to what it has brought. Writes the records that name it.
   *
   * @throws io.jenkins.plugins.cloudrun.durable.StoreException when one is not on the disk
   */
  public synchronized void renamed(String former, String now) {
    all()
        .forEach(
            (key, record) -> {
              if (!record.renamed(former, now).equals(record)) {
                update(key, known -> known.renamed(former, now));
              }
            });
  }

  /**
   * Changes what is known of a service; nothing comes between the look at it and the write.
   *
   * @throws io.jenkins.plugins.cloudrun.durable.StoreException when it is not on the disk
   */
  synchronized void update(ServiceKey key, UnaryOperator<ServiceRecord> change) {
    ServiceRecord known = read(key);
    ServiceRecord next = change.apply(known);
    if (!next.equals(known)) {
      write(key, next);
    }
  }

  /**
   * @throws io.jenkins.plugins.cloudrun.durable.StoreException when it is not on the disk
   */
  synchronized void write(ServiceKey key, ServiceRecord record) {
    notes.write(key.resource(), ServiceRecordJson.write(key, record));
    Map<ServiceKey, ServiceRecord> known = all;
    if (known != null) {
      known.put(key, record.withoutFailed());
    }
  }
}
