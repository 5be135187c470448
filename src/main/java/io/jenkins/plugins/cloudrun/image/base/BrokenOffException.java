package io.jenkins.plugins.cloudrun.image.base;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A download ended before its end; what came can be kept. */
final class BrokenOffException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenOffException(@Nullable IOException cause) {
    super("the connection broke off", cause);
  }
}
