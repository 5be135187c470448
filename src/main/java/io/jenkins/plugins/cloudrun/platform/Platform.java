package io.jenkins.plugins.cloudrun.platform;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.image.ProxyAccess;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.promotion.AuditLog;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecords;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What lives once in a Jenkins. Steps, builders and pages ask here and never a static of Jenkins,
 * so that tests and the local run can stand in for it.
 */
public interface Platform {
  /** The one of this class path: a provider found by {@link java.util.ServiceLoader}. */
  static Platform get() {
    return PlatformHolder.PLATFORM;
  }

  /** Rollouts, alive. */
  Engine<Rollout> rollouts();

  /** What rollouts have learnt of services, and what serves where. */
  ServiceRecords services();

  /**
   * The outside, as an account sees it. Asking it does network I/O.
   *
   * @param origin whose credentials are looked up
   * @throws Failure when the credentials are missing, of the wrong kind, or refused
   */
  Session session(Origin origin, Account account) throws Failure;

  /** The decisions of people and rules, for a page and for an export. */
  AuditLog audit();

  /** Job executions, alive. */
  Engine<JobRun> jobRuns();

  /** Builds in the cloud, alive. */
  Engine<SourceBuild> sourceBuilds();

  /**
   * Where agents reach Cloud Storage; the same for all, unless an administrator has moved it.
   *
   * @return its base, without a slash at its end
   */
  String storageEndpoint();

  /**
   * Whether pages may link to services over plain HTTP: only where an administrator has moved the
   * API to such an address.
   */
  default boolean plainLinks() {
    return false;
  }

  /** Who asks: the user on whose behalf this thread runs, with what they are known by. */
  Person person();

  /** The time zone of the same user: the one they have chosen, or that of this Jenkins. */
  ZoneId zone();

  /**
   * A job or folder by its full name, whether or not the person may see it: whoever shows it or
   * something of it has to ask it for the person's permission. Null if there is none.
   */
  @Nullable Item item(String fullName);

  /** Where people reach this Jenkins, with a slash at its end; empty if nobody has said it. */
  String rootUrl();

  /** Who wants to know of rollouts. */
  List<RolloutNews> rolloutNews();

  /** Who knows where people look at a build's commits, the first that knows first. */
  List<CommitPages> commitPages();

  /** A builder of HTTP clients that go through Jenkins' proxy. */
  HttpClient.Builder httpClient();

  /** The same proxy, for work on an agent. */
  ProxyAccess proxy();

  /** The plugin's one bounded pool, for what must not be done on the caller's thread. */
  ExecutorService background();

  /** Where the plugin keeps its files: {@code JENKINS_HOME/cloud-run}. */
  Path home();

  /** Encrypts with the key of this Jenkins. */
  Seal seal();

  /**
   * A short-lived token for registries. Does network I/O.
   *
   * @param origin whose credentials are looked up
   * @throws Failure when the credentials are missing, of the wrong kind, or refused
   */
  RegistryToken registryToken(Origin origin, Account account) throws Failure;

  /**
   * What other tools need to prove by themselves who they are, without a key. Does network I/O.
   *
   * @param origin whose credentials are looked up
   * @throws Failure when the credentials are missing, refused, or none that others may prove
   */
  default ToolConfiguration toolConfiguration(Origin origin, Account account) throws Failure {
    throw new UnsupportedOperationException();
  }

  /** The project that credentials say they are at home in; empty if they do not say. */
  default Optional<ProjectId> home(Origin origin, Account account) throws Failure {
    return Optional.empty();
  }

  /**
   * What a registry of base images may be shown: a user's password, or a short-lived token.
   *
   * @param registry {@code host} or {@code host:port}
   * @throws Failure also when it is a Google credential and the registry may not see one
   */
  RegistryToken registryLogin(Origin origin, String credentialsId, String registry) throws Failure;

  /**
   * What Artifact Analysis knows of images, as an account sees it. Asking it does network I/O.
   *
   * @param origin whose credentials are looked up
   * @throws Failure when the credentials are missing, of the wrong kind, or refused
   */
  Scans scans(Origin origin, Account account) throws Failure;

  /**
   * The targets that an item may use, in the order of their configuration: those of its own folder
   * first, then of the folders around it, then the global ones. A name stands there once; the
   * nearest one hides those further out.
   *
   * @param item a job or folder, or null for the global ones alone
   */
  List<Target> targets(@Nullable Item item);

  /** The one of {@link #targets} that is called {@code name}. */
  default Optional<Target> target(@Nullable Item item, TargetName name) {
    return targets(item).stream().filter(target -> target.name().equals(name)).findFirst();
  }

  /**
   * What a promotion to a target is asked, and does unless it says otherwise; nothing if there is
   * no such target.
   *
   * @throws InvalidValueException if there is one, and what it says cannot be read
   */
  PromotionTerms promotion(@Nullable Item item, TargetName target);

  /**
   * What holds for the steps of an item that say nothing themselves, the nearest folder's first.
   *
   * @param item a job or folder, or null for the global ones alone
   */
  Defaults defaults(@Nullable Item item);

  /**
   * What is there by name, as an account sees it. Asking it does network I/O.
   *
   * @param item whose credentials are looked up, or null for those of Jenkins itself
   * @throws Failure when the credentials are missing, of the wrong kind, or refused
   */
  Catalog catalog(@Nullable Item item, Account account) throws Failure;

  /** Whether a person may act with the credentials that an item may use. */
  boolean mayUseCredentials(Item item);

  /**
   * What an account may do at a place, and what would mend what it may not. Does network I/O.
   *
   * @param origin whose credentials are looked up; an item alone, or none for those of Jenkins
   *     itself, when a person with the right to use them asks in a form
   */
  Report check(Origin origin, Account account, Question question);

  /**
   * What a form may offer for {@code credentialsId}. Who may not see the item's credentials gets
   * the current value alone.
   *
   * @param item that is being configured, or null on a page of Jenkins itself
   */
  ListBoxModel credentialChoices(@Nullable Item item, @Nullable String current);

  /** The same for the credentials of a registry of base images. */
  ListBoxModel registryChoices(@Nullable Item item, @Nullable String current);

  /** Whether {@code credentialsId} names something usable, as far as the person may know. */
  FormValidation credentialCheck(@Nullable Item item, @Nullable String credentialsId);
}
