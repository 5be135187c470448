package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;

/**
 * Somebody's word that a freeze does not count this time.
 *
 * @param by the id of who gave it; whether they may was asked before
 * @param reason for the record; never empty
 */
public record FreezeOverride(String by, String reason) {
  public FreezeOverride {
    if (reason.isBlank()) {
      throw new InvalidValueException("A freeze is overridden with a reason: say why.");
    }
    reason = reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }
}
