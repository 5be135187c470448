package io.jenkins.plugins.cloudrun.durable;

import org.jspecify.annotations.Nullable;

/**
 * How a durable value stands in its file.
 *
 * @param <V> the kind
 */
public interface Codec<V extends Durable<V>> {
  String write(V value);

  /**
   * @throws UnreadableException when the text is torn, or was written by a version that knows more
   *     than this one
   */
  V read(String text) throws UnreadableException;

  /** A file that cannot be turned into a value. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean foreign;

    /**
     * @param foreign whether the text is sound but of an unknown version or kind; such a file is
     *     kept where it is for the version that knows it
     */
    public UnreadableException(String message, boolean foreign, @Nullable Throwable cause) {
      super(message, cause);
      this.foreign = foreign;
    }

    public boolean foreign() {
      return foreign;
    }
  }
}
