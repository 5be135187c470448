package io.jenkins.plugins.cloudrun.promotion;

/** Where decisions are recorded. */
@FunctionalInterface
public interface Audit {
  /** Keeps nothing. */
  Audit NONE = entry -> {};

  /**
   * Records an entry; one whose id is known already is not recorded again, so that a repeat after a
   * crash is harmless.
   *
   * @throws io.jenkins.plugins.cloudrun.durable.StoreException when it is not on the disk
   */
  void record(AuditEntry entry);
}
