package io.jenkins.plugins.cloudrun.gcp;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an identity once Google has taken it; no secret.
 *
 * @param who e-mail address of the service account, or the principal of a pool
 * @param project that it is at home in, if that is known
 * @param expires when the token ends that it was given
 * @param longLivedKey whether it is a key that is good until somebody deletes it
 * @param keyMade when that key was made, if Google publishes it
 */
public record IdentityFacts(
    String who,
    Optional<String> project,
    Instant expires,
    boolean longLivedKey,
    Optional<Instant> keyMade) {}
