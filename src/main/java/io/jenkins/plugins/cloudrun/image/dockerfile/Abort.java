package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/** An interrupt that came out of a read: somebody aborts the build, and no disk has failed. */
final class Abort {
  private Abort() {}

  /**
   * What a read has thrown, if it is no interrupt.
   *
   * @throws InterruptedException if it is one; the thread's flag is taken back then
   */
  static IOException unless(IOException failure) throws InterruptedException {
    boolean interrupted =
        failure instanceof ClosedByInterruptException
            || (failure instanceof InterruptedIOException
                && !(failure instanceof SocketTimeoutException));
    if (!interrupted) {
      return failure;
    }
    Thread.interrupted();
    InterruptedException abort = new InterruptedException(failure.getMessage());
    abort.initCause(failure);
    throw abort;
  }
}
