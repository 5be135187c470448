package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The emulated registry, which wants tokens and fails when it is told to, behind a relay. */
abstract class EmulatedRegistry {
  static final int MB = 1_000_000;
  private static final String PATH = "p/apps/shop";

  @TempDir Path folder;
  final List<String> lines = new CopyOnWriteArrayList<>();
  final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  OciRegistry registry;
  CountingRelay relay;
  RegistryClient client;

  @BeforeEach
  void start() throws Exception {
    InstantSource now = () -> Instant.now().plus(later.get());
    registry =
        OciRegistry.start(folder.resolve("registry"), 0, new OneToken(), clock(now))
            .createRepository("p/apps");
    relay = new CountingRelay(registry.host());
    client = new RegistryClient(HttpClient.newBuilder(), keyring());
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
    registry.close();
  }

  PushReport push(List<Blob> layers, String tag) throws Exception {
    return pusher(lines::add)
        .push(SampleImage.of("one", layers), name(), List.of(tag), TagPolicy.MOVE);
  }

  ImagePush pusher(Consumer<String> to) {
    Attempts quick = new Attempts(8, Duration.ofMillis(10), Duration.ofMinutes(2), to);
    return new ImagePush(client, new KnownBlobs(folder.resolve("known")), to, quick);
  }

  void assertStored(Blob layer) throws Exception {
    try (InputStream in = registry.blob(PATH, layer.digest().value())) {
      assertArrayEquals(SampleImage.bytes(layer), in.readAllBytes());
    }
    assertTrue(registry.manifest(PATH, "v1").isPresent());
    assertTrue(client.exists(new ImageReference(name(), Optional.of("v1"), Optional.empty())));
  }

  ImageName name() {
    return new ImageName(relay.host(), PATH);
  }

  Keyring keyring() {
    return Keyring.empty()
        .with(relay.host(), new RegistryToken("good", Instant.now().plusSeconds(600)));
  }

  static Clock clock(InstantSource now) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.instant();
      }
    };
  }
}
