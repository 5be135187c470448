package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyAccessTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;

  @Test
  void aBuildReachesRegistriesThroughTheProxy() throws Exception {
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> refuseAll(proxy, asked));
      serving.setDaemon(true);
      serving.start();
      ProxyAccess access =
          new ProxyAccess("127.0.0.1", proxy.getLocalPort(), List.of(), "", "hunter2");
      Files.writeString(folder.resolve("file"), "x");
      ImageRequest request =
          ImageRequest.of("registry.invalid/p/shop")
              .layers(List.of(new LayerSource("file", "/srv/file")))
              .from("registry.invalid/base@sha256:" + "a".repeat(64))
              .entrypoint(List.of("/srv/file"))
              .commit(SHA)
              .build();
      assertThrows(
          Failure.class,
          () ->
              new ImageBuild(
                      new BuildAccess(
                          RegistryToken.anonymous(),
                          BuildAccess.of(RegistryToken.anonymous()).keyring(),
                          "",
                          access),
                      BuildOrigin.UNKNOWN,
                      folder.resolve("cache"),
                      line -> {})
                  .run(request, folder));
    }
    assertEquals("CONNECT registry.invalid:443 HTTP/1.1", asked.peek());
  }

  private static void refuseAll(ServerSocket proxy, Queue<String> asked) {
    while (true) {
      try (Socket socket = proxy.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        asked.add(in.readLine());
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (java.io.IOException e) {
        return;
      }
    }
  }

  @Test
  void hostsThatAreNamedAndThisMachineAreReachedDirectly() {
    ProxyAccess access =
        new ProxyAccess("proxy.example.com", 3128, List.of(".*\\.corp"), "u", "hunter2");
    ProxySelector selector = access.http().build().proxy().orElseThrow();
    assertEquals("DIRECT", selector.select(URI.create("https://a.corp/")).get(0).toString());
    assertEquals("DIRECT", selector.select(URI.create("http://127.0.0.1:5000/")).get(0).toString());
    assertEquals(
        "HTTP",
        selector.select(URI.create("https://europe-docker.pkg.dev/")).get(0).type().toString());
    assertFalse(access.toString().contains("hunter2"));
  }
}
