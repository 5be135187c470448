package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An abort while a base is read is an abort, and a disk that fails is none. */
class BaseAbortTest {
  @TempDir private Path folder;

  @Test
  void anInterruptOfAnyKindIsAnAbort() throws Exception {
    for (IOException thrown :
        List.of(new ClosedByInterruptException(), new InterruptedIOException("interrupted"))) {
      InterruptedException abort =
          assertThrows(InterruptedException.class, () -> plan(thrown), thrown.toString());
      assertEquals(thrown, abort.getCause());
      assertThrows(InterruptedException.class, () -> reader(thrown).read(base()));
    }
  }

  @Test
  void aDiskOrANetworkThatFailsIsNone() {
    for (IOException thrown :
        List.of(new IOException("disk"), new SocketTimeoutException("network"))) {
      assertEquals(thrown, assertThrows(IOException.class, () -> plan(thrown)));
    }
  }

  @Test
  void namesOfAccountsAreReadNoFurther() throws Exception {
    Base base = base();
    Bases there =
        new Bases() {
          @Override
          public Optional<Base> resolve(String name) {
            return Optional.of(base);
          }

          @Override
          public Path layerFile(Blob layer) {
            return ((Blob.Origin.InFile) layer.origin()).file();
          }
        };
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () -> new BaseReader(there, Optional.empty(), folder).read(base));
    assertFalse(Thread.currentThread().isInterrupted(), "whoever catches it decides on the flag");
  }

  private DockerfilePlan plan(IOException thrown) throws Exception {
    return DockerfileBuild.plan(
        Dockerfile.parse("FROM base\nCOPY --chown=app a /bin/\n"),
        Files.createDirectories(folder.resolve("context")),
        IgnoreRules.NONE,
        bases(thrown),
        HttpClient.newBuilder(),
        folder,
        Optional.of(folder.resolve("index")));
  }

  private BaseReader reader(IOException thrown) {
    return new BaseReader(bases(thrown), Optional.empty(), folder);
  }

  private Bases bases(IOException thrown) {
    return new Bases() {
      @Override
      public Optional<Base> resolve(String name) throws IOException {
        return Optional.of(base());
      }

      @Override
      public Path layerFile(Blob layer) throws IOException {
        throw thrown;
      }
    };
  }

  private Base base() throws IOException {
    Files.createDirectories(folder.resolve("context"));
    Files.writeString(folder.resolve("context/a"), "a");
    return Images.base(folder.resolve("base")).finish("base");
  }
}
