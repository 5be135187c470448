package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * The revision that a gate is asked about.
 *
 * @param stable the revision that served before, empty on a first deploy
 * @param percent of the traffic that the new revision has
 * @param startedAt when the rollout began: nothing of the revision is older
 * @param since when the revision got its share
 * @param now when it is asked
 * @param url the revision's own, empty while it has none
 * @param audience of the identity token that the service asks for, empty for a public one
 */
public record Subject(
    ServiceKey service,
    RevisionName revision,
    Optional<RevisionName> stable,
    int percent,
    Instant startedAt,
    Instant since,
    Instant now,
    Optional<URI> url,
    Optional<String> audience) {}
