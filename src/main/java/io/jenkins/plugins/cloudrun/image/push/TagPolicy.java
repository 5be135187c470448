package io.jenkins.plugins.cloudrun.image.push;

import java.util.Locale;

/** What becomes of a tag that points at another digest. */
public enum TagPolicy {
  /** It is moved. */
  MOVE,
  /** The push is refused, before anything is sent. */
  KEEP;

  /** The word of the contract: {@code move} or {@code keep}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
