package io.jenkins.plugins.cloudrun.model;

import java.util.Optional;

/**
 * A commit that an image was made from.
 *
 * @param page where people look at it, if that is known
 */
public record Commit(CommitSha sha, Optional<CommitPage> page) {
  /** Of which no page is known. */
  public Commit(CommitSha sha) {
    this(sha, Optional.empty());
  }

  /** All its digits. */
  public String value() {
    return sha.value();
  }

  /** The first 12 digits, for people. */
  public String abbreviated() {
    return sha.abbreviated();
  }

  @Override
  public String toString() {
    return sha.toString();
  }
}
