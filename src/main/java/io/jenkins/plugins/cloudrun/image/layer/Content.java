package io.jenkins.plugins.cloudrun.image.layer;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file, read when they are needed and never kept in memory as a whole. */
public interface Content {
  /** Bytes. */
  long size();

  /** A fresh stream over all bytes, which the caller closes. */
  InputStream open() throws IOException;

  /**
   * Text that differs whenever the bytes may differ: a content's hash, or place, size, times and
   * inode of a file. Empty when only reading can tell.
   */
  String identity();

  /**
   * Whether the identity can be believed. Not so, when it is made of times and the file changed so
   * shortly before it was looked at that a further change might show the same times: then the bytes
   * are read to be sure.
   */
  default boolean isSettled() {
    return true;
  }
}
