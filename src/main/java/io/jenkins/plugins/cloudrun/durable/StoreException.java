package io.jenkins.plugins.cloudrun.durable;

/** A durable value could not be stored or read; the message says which file and what to do. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
