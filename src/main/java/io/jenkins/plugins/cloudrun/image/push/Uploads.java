package io.jenkins.plugins.cloudrun.image.push;

import java.net.URI;
import java.util.Optional;

/** Uploads that were opened in a repository beforehand. */
@FunctionalInterface
public interface Uploads {
  /** None are open. */
  Uploads NONE = Optional::empty;

  /** One that nobody else gets; empty if there is none left. Any thread may ask. */
  Optional<URI> next() throws InterruptedException;
}
