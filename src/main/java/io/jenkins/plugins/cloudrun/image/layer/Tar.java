package io.jenkins.plugins.cloudrun.image.layer;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** Entries as a tar. */
final class Tar {
  private static final int END = 2 * TarHeader.BLOCK;

  private Tar() {}

  /**
   * Sends a whole tar through a pipe.
   *
   * @return the digest of the tar
   */
  static ImageDigest write(List<LayerEntry> entries, TarPipe pipe)
      throws IOException, InterruptedException {
    for (LayerEntry entry : entries) {
      Optional<Content> content = entry.content();
      long size = content.map(Content::size).orElse(0L);
      pipe.write(TarHeader.of(entry, size));
      if (content.isPresent()) {
        copy(entry, content.get(), pipe);
        pipe.zeros(TarHeader.padding(size));
      }
    }
    pipe.zeros(END);
    return pipe.finish();
  }

  private static void copy(LayerEntry entry, Content content, TarPipe pipe)
      throws IOException, InterruptedException {
    try (InputStream in = content.open()) {
      pipe.copy(in, content.size());
    } catch (CacheWriteException e) {
      throw e;
    } catch (IOException e) {
      // An interrupt closes channels, and what reads from a closed one fails in many ways.
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(e);
      }
      throw new IOException(
          "'" + entry.path() + "' could not be read into its layer: " + reason(e), e);
    }
  }

  /** Many of a file system's failures have the file's name for a message. */
  private static String reason(IOException e) {
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    return e instanceof FileSystemException
        ? kind + ", " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  /** Takes the thread's flag back, as all that throws this does. */
  static InterruptedException interrupted(IOException cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }
}
