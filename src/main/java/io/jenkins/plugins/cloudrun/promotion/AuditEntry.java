package io.jenkins.plugins.cloudrun.promotion;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A decision that somebody or something made: who, when, what, why, and what it was based on.
 *
 * @param id unique; the same when the same decision is recorded again
 * @param what one of the constants; open for later ones
 * @param who the id of the user, or how the build was started
 * @param item the full name of the job
 * @param run the number of the build, if there was one
 * @param rollout its id
 * @param service project, region and service
 * @param why the reason that was given, or what was seen; may be empty
 * @param basis facts and rules: text, numbers, booleans, lists and maps
 */
public record AuditEntry(
    String id,
    Instant at,
    String what,
    String who,
    String item,
    Optional<Integer> run,
    String rollout,
    String service,
    String why,
    Map<String, Object> basis) {
  /** Longer reasons of people are refused, in characters: they are a line of the log. */
  public static final int LONGEST_REASON = 500;

  public static final String PROMOTION_BEGUN = "promotion begun";
  public static final String PROMOTION_REFUSED = "promotion refused";
  public static final String PROMOTION_ENDED = "promotion ended";
  public static final String FREEZE_OVERRIDDEN = "freeze overridden";
  public static final String APPROVED = "approved";
  public static final String REJECTED = "rejected";
  public static final String ROLLED_BACK = "rolled back";
  public static final String ROLLBACK_FAILED = "rollback failed";
  public static final String ABORTED = "aborted";

  public AuditEntry {
    basis = Collections.unmodifiableMap(new LinkedHashMap<>(basis));
  }
}
