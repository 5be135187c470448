package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.util.List;
import java.util.Optional;

/**
 * The services of Cloud Run. Every call blocks, for at most a minute, and is made by the engine's
 * poller alone.
 */
public interface CloudRun {
  /** The service, or empty if there is none. */
  Optional<ServiceState> service(ServiceKey key) throws Failure;

  /** The revision, or empty if there is none. */
  Optional<RevisionState> revision(ServiceKey key, RevisionName name) throws Failure;

  /**
   * Sends a write and returns the name of its operation without waiting for it.
   *
   * @throws Failure.Permanent with {@link Failure.Reason#CONFLICT} if the service is no longer as
   *     the change expects
   */
  String apply(ServiceChange change) throws Failure;

  /**
   * An operation of any write, by name; one that is no longer known counts as done without error.
   */
  OperationState operation(ServiceKey key, String name) throws Failure;

  /**
   * Whether anyone may call the service without a token (allUsers in run.invoker, or the check is
   * off).
   */
  boolean isPublic(ServiceKey key) throws Failure;

  /**
   * Lets everyone call the service, or no longer everyone; other bindings of the policy stay. Does
   * nothing when it is so already.
   */
  void setPublic(ServiceKey key, boolean everyone) throws Failure;

  /**
   * The last log lines of a revision's containers, oldest first.
   *
   * @param atMost how many lines
   */
  List<String> logs(ServiceKey key, RevisionName revision, int atMost) throws Failure;
}
