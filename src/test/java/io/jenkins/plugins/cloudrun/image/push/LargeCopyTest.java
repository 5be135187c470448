package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with an image that is copied from one registry to another. */
class LargeCopyTest {
  private static final long GIB = 1L << 30;

  /** Of so many zeros; known from {@code head -c 1G /dev/zero | sha256sum}. */
  private static final ImageDigest ZEROS =
      new ImageDigest("sha256:49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14");

  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  @TempDir Path folder;
  private final AtomicLong received = new AtomicLong();

  /** Many times the memory; nobody here looks at its digest. */
  private static final long LARGE = GIB / 4;

  private static Image image(Path file, long size) throws Exception {
    Blob layer = new Blob(ZEROS, size, SampleImage.LAYER, new Blob.Origin.InFile(file));
    return SampleImage.of("large", List.of(layer));
  }

  @Test
  void goesThroughALittleMemory() throws Exception {
    Image image = image(folder.resolve("nowhere"), LARGE);
    try (ScriptedServer source = new ScriptedServer(e -> read(e, image));
        ScriptedServer target = new ScriptedServer(e -> written(e, image))) {
      String said = copied(source.host(), target.host(), image);
      assertTrue(said.contains("sent=2,"), said);
      assertEquals(LARGE, received.get(), 10_000, said);
    }
  }

  /** Takes its time and two gibibytes of disk, so it runs only when asked for. */
  @Test
  void goesThroughALittleMemoryBetweenTwoReferenceRegistries() throws Exception {
    assumeTrue(Boolean.getBoolean("copy.reference"), "-Dcopy.reference=true was not given");
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    Path file = folder.resolve("zeros");
    try (RandomAccessFile zeros = new RandomAccessFile(file.toFile(), "rw")) {
      zeros.setLength(GIB);
    }
    Image image = image(file, GIB);
    try (DebianRegistry source = DebianRegistry.open(folder.resolve("source"));
        DebianRegistry target = DebianRegistry.open(folder.resolve("target"))) {
      RegistryClient client = new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
      new ImagePush(client, new KnownBlobs(folder.resolve("known")), line -> {})
          .push(image, new ImageName(source.host(), "p/large"), List.of("v1"), TagPolicy.MOVE);
      String said = copied(source.host(), target.host(), image);
      assertTrue(said.contains("sent=2,"), said);
      ImageReference there =
          new ImageReference(
              new ImageName(target.host(), "p/large"), Optional.of("promoted"), Optional.empty());
      assertEquals(image.digest(), client.resolve(there));
    }
  }

  private static String copied(String source, String target, Image image) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeCopyTest.class.getName(),
                source,
                target,
                image.digest().value())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    System.out.print(said);
    return said;
  }

  /** The copy, in a Java of its own. */
  public static void main(String[] args) throws Exception {
    RegistryClient reading = new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
    RegistryClient writing = new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
    ImageReference from =
        new ImageReference(
            new ImageName(args[0], "p/large"),
            Optional.empty(),
            Optional.of(new ImageDigest(args[2])));
    long start = System.nanoTime();
    ImageCopy.Report report =
        new ImageCopy(reading, writing, Attempts.usual(System.out::println))
            .copy(from, new ImageName(args[1], "p/large"), "promoted");
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(report);
    System.out.printf(
        Locale.ROOT, "FIGURE copy-MB-per-s %.1f none%n", report.bytes() / 1e6 / seconds);
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      Matcher peak = PEAK.matcher(Files.readString(status));
      if (peak.find()) {
        System.out.printf(
            Locale.ROOT,
            "FIGURE copy-resident-MB %.1f none%n",
            Long.parseLong(peak.group(1)) * 1024 / 1e6);
      }
    }
    System.gc();
    Runtime java = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "FIGURE copy-heap-live-MB %.1f none%n",
        (java.totalMemory() - java.freeMemory()) / 1e6);
  }

  /** A registry that has the image. */
  private static void read(HttpExchange e, Image image) throws IOException {
    String path = e.getRequestURI().getPath();
    if (path.contains("/manifests/sha256:")) {
      e.getResponseHeaders().set("Content-Type", image.mediaType());
      ScriptedServer.send(e, 200, image.manifest());
    } else if (path.endsWith(ZEROS.value())) {
      e.sendResponseHeaders(200, LARGE);
      OutputStream out = e.getResponseBody();
      byte[] zeros = new byte[1 << 16];
      for (long sent = 0; sent < LARGE; sent += zeros.length) {
        out.write(zeros);
      }
    } else if (image.config().origin() instanceof Blob.Origin.InMemory config
        && path.endsWith(image.config().digest().value())) {
      ScriptedServer.send(e, 200, config.bytes());
    } else {
      ScriptedServer.send(e, 404, new byte[0]);
    }
  }

  /** A registry that keeps nothing, and remembers the manifest. */
  private void written(HttpExchange e, Image image) throws IOException {
    switch (e.getRequestMethod()) {
      case "HEAD", "GET" -> {
        boolean manifest = e.getRequestURI().getPath().contains("/manifests/");
        if (manifest) {
          e.getResponseHeaders().set("Content-Type", image.mediaType());
          e.getResponseHeaders().set("Docker-Content-Digest", image.digest().value());
        }
        ScriptedServer.send(e, manifest ? 200 : 404, manifest ? image.manifest() : new byte[0]);
      }
      case "POST" -> {
        e.getResponseHeaders().set("Location", "/v2/p/large/blobs/uploads/" + System.nanoTime());
        ScriptedServer.send(e, 202, new byte[0]);
      }
      default -> {
        byte[] buffer = new byte[1 << 16];
        InputStream in = e.getRequestBody();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          received.addAndGet(n);
        }
        ScriptedServer.send(e, e.getRequestMethod().equals("PATCH") ? 202 : 201, new byte[0]);
      }
    }
  }
}
