package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as the Admin API shows it, reduced to what the engine decides on.
 *
 * @param etag goes with the next write
 * @param generation grows with every change of the specification, whoever makes it
 * @param lastModifier the account that changed it last
 * @param reconciling whether the service is still moving towards its specification; then the
 *     conditions are not final
 * @param ready the terminal condition
 * @param conditions the other conditions
 * @param traffic the specification's traffic; empty means LATEST with all
 * @param uri the service's main URL, empty until it was ready once
 * @param tagUris the URL of each traffic tag that is live, by tag
 * @param invokerCheckDisabled invoker_iam_disabled: anyone may call it
 * @param customAudiences accepted audiences of identity tokens, besides the service's URL
 * @param parts what tells two states of the service apart besides the traffic, by a name for people
 *     such as {@code image} or {@code labels}; no value can be read from it
 * @param settings how it is set up, for people, by the setting's name; of variables, command and
 *     arguments only that they are there, as their values may be secret
 */
public record ServiceState(
    ServiceKey key,
    String etag,
    long generation,
    String lastModifier,
    boolean reconciling,
    Condition ready,
    List<Condition> conditions,
    Optional<RevisionName> latestCreatedRevision,
    Optional<RevisionName> latestReadyRevision,
    List<Target> traffic,
    Optional<URI> uri,
    Map<String, URI> tagUris,
    boolean invokerCheckDisabled,
    List<String> customAudiences,
    Map<String, String> parts,
    Map<String, String> settings) {
  /** A variable's setting begins so. */
  public static final String ENV = "env ";

  public static final String COMMAND = "command";
  public static final String ARGS = "args";

  public ServiceState {
    conditions = List.copyOf(conditions);
    traffic = traffic.isEmpty() ? List.of(Target.LATEST_ALL) : List.copyOf(traffic);
    tagUris = Map.copyOf(tagUris);
    customAudiences = List.copyOf(customAudiences);
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
