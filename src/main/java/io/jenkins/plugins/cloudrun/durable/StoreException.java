package io.jenkins.plugins.cloudrun.durable;

import org.jspecify.annotations.Nullable;

/** A durable value could not be stored or read; the message says which file and what to do. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
