package io.jenkins.plugins.cloudrun.rollout;

import java.time.Instant;

/**
 * What a rollout asks a person just now.
 *
 * @param percent of the traffic that the new revision has meanwhile
 * @param next percent of the traffic that it gets with the leave
 * @param since when it asks
 * @param until when the answer is too late, and traffic goes back
 * @param approval who may answer
 */
public record Asking(int percent, int next, Instant since, Instant until, Approval approval) {}
