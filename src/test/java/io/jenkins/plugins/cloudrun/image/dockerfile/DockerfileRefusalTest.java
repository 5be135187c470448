package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a build does not do, and what it says then. */
class DockerfileRefusalTest extends Workbench {
  @Test
  void downloadsWhatIsChecked() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/files/tool",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("tool\n".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/files/tool";
      DockerfileImage image = build("FROM scratch\nADD " + url + "?x=1 /bin/\n");
      assertEquals(Map.of("/bin/tool", "tool\n"), texts(image));
      assertEquals(0600, entries(image).get("/bin/tool").mode());
      assertTrue(image.warnings().get(0).contains("--checksum=sha256:"), "" + image.warnings());
      String sum = image.warnings().get(0).replaceAll(".*(sha256:[0-9a-f]{64}).*", "$1");
      assertEquals(
          List.of(), build("FROM scratch\nADD --checksum=" + sum + " " + url + " /x\n").warnings());
      String other = "sha256:" + "0".repeat(64);
      assertRefused(
          "FROM scratch\nADD --checksum=" + other + " " + url + " /x\n",
          "Dockerfile, line 2: ADD: '" + url + "' has the checksum " + sum + ", not " + other);
      assertRefused("FROM scratch\nADD " + url.replace("files", "none") + " /x\n", "status 404");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COPY nope /|Dockerfile, line 2: COPY: there is no 'nope' in the context, or an ignore"
            + " file",
        "COPY *.nope /|Dockerfile, line 2: COPY: there is no '*.nope' in the context",
        "COPY ../../etc/passwd /|there is no '../../etc/passwd' in the context",
        "COPY [ab].* /x|several files go to",
        "COPY sub /x;COPY a.txt sub/ /x/c.txt/|'/x/c.txt' is no folder in the image",
        "COPY sub /x;COPY a.txt /deep;COPY sub/deep /deep|'/deep' is no folder in the image",
        "COPY --chown=app a.txt /|the user 'app' is not in the image's /etc/passwd: give its"
            + " number",
        "COPY --chown=1:web a.txt /|the group 'web' is not in the image's /etc/group",
        "COPY --chmod=u+x a.txt /|--chmod=u+x is not known: give the permissions in octal",
        "COPY --from=0 /a /b|--from=0 is not an earlier stage",
        "COPY --from=7 /a /b|there is no stage with that number",
        "COPY --from=$x /a /b|--from='$x' is neither a stage nor an image",
        "ADD https://example.org/x.git /x|ADD cannot check out the git repository",
        "ADD git@example.org:x.git /x|ADD cannot check out the git repository",
        "EXPOSE 70000|'70000' is no port",
        "EXPOSE web|'web' is no port: a number or a range",
        "HEALTHCHECK --interval=soon CMD x|--interval is a duration such as 30s",
        "ENV A=${x:?needed}|x: needed",
        "COPY $nothing /x/|the source '$nothing' is empty",
        "WORKDIR $nothing|the path is empty; is a variable not set?",
        "FROM --platform=linux/arm64 scratch|Dockerfile, line 2: --platform=linux/arm64: Cloud Run",
        "FROM $nothing|Dockerfile, line 2: the name of the base is empty",
      })
  void refuses(String text, String expected) {
    assertRefused("FROM scratch\n" + text.replace(';', '\n'), expected);
  }

  @Test
  void readsNothingThroughLinksThatLeaveTheContext() throws Exception {
    Files.writeString(folder.resolve("secret"), "secret\n");
    Files.createSymbolicLink(context.resolve("out"), folder.resolve("secret"));
    Files.createSymbolicLink(context.resolve("outer"), folder);
    assertRefused("FROM scratch\nCOPY out /x\n", "there is no 'out' in the context");
    assertRefused("FROM scratch\nCOPY outer/secret /x\n", "there is no 'outer/secret'");
    assertEquals(
        LayerEntry.Kind.SYMBOLIC_LINK,
        entries(build("FROM scratch\nCOPY . /\n")).get("/out").kind());
  }

  private void assertRefused(String text, String expected) {
    InvalidValueException refused = assertThrows(InvalidValueException.class, () -> build(text));
    assertTrue(refused.getMessage().contains(expected), refused.getMessage());
  }
}
