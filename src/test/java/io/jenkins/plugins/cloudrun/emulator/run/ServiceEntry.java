package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Service;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A service with its revisions and the writes that are not reconciled yet. */
final class ServiceEntry {
  /** As it is now; only read and written under the world's lock. */
  Service service;

  final Map<String, Deployed> revisions = new LinkedHashMap<>();
  final Deque<Runnable> pending = new ArrayDeque<>();
  boolean busy;
  boolean deleting;

  ServiceEntry(Service service) {
    this.service = service;
  }
}
