package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The records of services, a file for each. Only the rollout that has the service writes its
 * record, so that no two writes of one meet.
 */
public final class ServiceRecords {
  private static final Logger LOGGER = Logger.getLogger(ServiceRecords.class.getName());

  private final Notes notes;

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
   * @throws io.jenkins.plugins.cloudrun.durable.StoreException when it is not on the disk
   */
  void write(ServiceKey key, ServiceRecord record) {
    notes.write(key.resource(), ServiceRecordJson.write(key, record));
  }
}
