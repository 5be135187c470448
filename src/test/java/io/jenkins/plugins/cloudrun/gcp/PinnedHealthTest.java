package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a gate asks, and that it asks those and no others. */
class PinnedHealthTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private final AtomicInteger lookUps = new AtomicInteger();

  private HttpHealth health(boolean privateAddresses, SSLSocketFactory tls, String... answers) {
    return new HttpHealth(
        new SharedHttp(HttpClient::newBuilder),
        audience -> "token-for-" + audience,
        privateAddresses,
        host -> {
          int n = lookUps.getAndIncrement();
          return new InetAddress[] {
            InetAddress.getByName(answers[Math.min(n, answers.length - 1)])
          };
        },
        tls);
  }

  private static SSLSocketFactory usual() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  private static Health.Request request(String url) {
    return new Health.Request(URI.create(url), Optional.of("https://shop"), LIMIT);
  }

  @Test
  void aPrivateAddressIsRefusedBeforeAnythingIsSent() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(x -> ScriptedServer.send(x, 200, new byte[0]))) {
      Failure.Permanent refused =
          assertThrows(
              Failure.Permanent.class,
              () ->
                  health(false, usual(), "127.0.0.1")
                      .get(request("https://shop.example.com:" + port(server) + "/")));
      assertTrue(refused.explanation().contains("127.0.0.1, an address"), refused.explanation());
      assertTrue(refused.explanation().contains("An administrator can"), refused.explanation());
      assertEquals(List.of(), server.requests());
    }
  }

  /** The second look-up would lead to this machine; there is none. */
  @Test
  void aNameIsLookedUpOnceSoThatItCannotBeRebound() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(x -> ScriptedServer.send(x, 200, new byte[0]))) {
      Health.Request asked =
          new Health.Request(
              URI.create("https://shop.example.com:" + port(server) + "/"),
              Optional.empty(),
              Duration.ofMillis(700));
      // 192.0.2.1 would be private; of 203.0.114.0/24 nothing answers here, which is the point.
      Failure failure =
          assertThrows(
              Failure.class, () -> health(false, usual(), "203.0.114.7", "127.0.0.1").get(asked));
      assertTrue(failure instanceof Failure.Transient, failure.explanation());
      assertEquals(1, lookUps.get());
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void whatWasCheckedIsAskedUnderTheName() throws Exception {
    AtomicReference<String> host = new AtomicReference<>("");
    try (ScriptedServer server =
        new ScriptedServer(
            x -> {
              host.set(x.getRequestHeaders().getFirst("Host"));
              ScriptedServer.send(x, 200, "yes".getBytes(StandardCharsets.UTF_8));
            })) {
      Health.Answer answer =
          health(true, usual(), "127.0.0.1")
              .get(request("http://shop.example.com:" + port(server) + "/healthz?deep=1"));
      assertEquals("yes", answer.body());
      assertEquals("shop.example.com:" + port(server), host.get());
      assertEquals(
          List.of("GET /healthz?deep=1 as Bearer token-for-https://shop"), server.requests());
    }
  }

  @Test
  void withoutHttpsOnlyThisMachineIsAsked() {
    Failure.Permanent refused =
        assertThrows(
            Failure.Permanent.class,
            () -> health(true, usual(), "8.8.8.8").get(request("http://shop.example.com/")));
    assertTrue(refused.explanation().contains("without https"), refused.explanation());
  }

  @Test
  void aCertificateMustBeForTheName(@TempDir Path folder) throws Exception {
    SSLContext context = context(folder);
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    AtomicReference<String> sni = new AtomicReference<>("");
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        x -> {
          var session =
              (ExtendedSSLSession) ((com.sun.net.httpserver.HttpsExchange) x).getSSLSession();
          sni.set(session.getRequestedServerNames().toString());
          x.sendResponseHeaders(200, 2);
          x.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          x.close();
        });
    server.start();
    try {
      HttpHealth health = health(true, context.getSocketFactory(), "127.0.0.1");
      int port = server.getAddress().getPort();
      assertEquals("ok", health.get(request("https://shop.example.com:" + port + "/")).body());
      assertTrue(sni.get().contains("shop.example.com"), sni.get());
      Failure other =
          assertThrows(
              Failure.class, () -> health.get(request("https://evil.example.com:" + port + "/")));
      assertTrue(other.explanation().contains("no secure connection"), other.explanation());
    } finally {
      server.stop(0);
    }
  }

  private static SSLContext context(Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "shop",
                "-keyalg",
                "EC",
                "-dname",
                "CN=shop.example.com",
                "-ext",
                "san=dns:shop.example.com",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "sesame")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, keytool.waitFor(), () -> read(folder.resolve("keytool.log")));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "sesame".toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, "sesame".toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  /** A server that sends exactly this, and then closes, or drips on. */
  private Health.Answer raw(String sent, boolean drips) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = listening.accept()) {
                  socket.getInputStream().read(new byte[4096]);
                  OutputStream out = socket.getOutputStream();
                  out.write(sent.getBytes(StandardCharsets.ISO_8859_1));
                  out.flush();
                  while (drips) {
                    Thread.sleep(50);
                    out.write('x');
                    out.flush();
                  }
                } catch (java.io.IOException | InterruptedException e) {
                  // The client had enough.
                }
              });
      server.setDaemon(true);
      server.start();
      return health(true, usual(), "127.0.0.1")
          .get(
              new Health.Request(
                  URI.create("http://shop.example.com:" + listening.getLocalPort() + "/"),
                  Optional.empty(),
                  Duration.ofMillis(900)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 3\\r\\n\\r\\nabcdef | abc",
        "\\r\\nabc | abc",
        "Transfer-Encoding: chunked\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "2;x=y\\r"
            + "\\n"
            + "ab\\r"
            + "\\n"
            + "1\\r"
            + "\\n"
            + "c\\r"
            + "\\n"
            + "0\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + " | abc",
        "Content-Length: 0\\r\\n\\r\\n | ''"
      })
  void bodiesAreReadHoweverTheyAreSent(String rest, String body) throws Exception {
    String lines = rest.trim().replace("\\r\\n", "\r\n");
    Health.Answer answer =
        raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n" + lines, false);
    assertEquals(200, answer.status());
    assertEquals(body, answer.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\n"
      })
  void whatIsNoWholeAnswerIsNone(String sent) {
    Health.NoAnswer none = assertThrows(Health.NoAnswer.class, () -> raw(sent, false));
    assertTrue(none.explanation().contains("the connection was cut"), none.explanation());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"})
  void whoDripsIsCutOffAtTheLimit(String sent) {
    long begin = System.nanoTime();
    Health.NoAnswer none = assertThrows(Health.NoAnswer.class, () -> raw(sent, true));
    assertTrue(none.explanation().endsWith("no answer came within 900 ms"), none.explanation());
    assertTrue(System.nanoTime() - begin < 5_000_000_000L);
  }

  private static int port(ScriptedServer server) {
    return URI.create("http://" + server.host()).getPort();
  }
}
