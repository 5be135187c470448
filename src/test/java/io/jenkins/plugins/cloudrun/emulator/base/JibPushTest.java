package io.jenkins.plugins.cloudrun.emulator.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jib pushes to the registry, and skopeo reads it: neither is our code. */
class JibPushTest {
  private static final String TOKEN = "ya29.good";
  private static final Path SKOPEO = Path.of("/usr/bin/skopeo");

  @TempDir private static Path kept;
  @TempDir private Path folder;
  private OciRegistry registry;
  private String shop;

  @BeforeEach
  void start() throws IOException {
    registry =
        OciRegistry.start(folder.resolve("registry"), 0, new OneToken(), Clock.systemUTC())
            .createRepository("example-project/apps")
            .createRepository("example-project/base");
    shop = registry.host() + "/example-project/apps/shop:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void uploadsOnceWhatIsFromScratch() throws Exception {
    JibContainer first = push(Jib.fromScratch(), "one", TOKEN);
    assertEquals(2, registry.journal().uploads(), "a layer and the configuration");
    assertEquals(1, registry.journal().manifestPuts());

    registry.journal().clear();
    JibContainer second = push(Jib.fromScratch(), "two", TOKEN);

    assertEquals(first.getDigest(), second.getDigest());
    assertEquals(0, registry.journal().uploads());
    assertEquals(0, registry.journal().count(RequestKind.UPLOAD_START));
    assertEquals(2, registry.journal().count(RequestKind.BLOB_CHECK, 200));
    assertEquals(
        first.getDigest().toString(),
        registry.manifest("example-project/apps/shop", "1").orElseThrow().digest());
  }

  @Test
  void buildsOnTheBaseImageAndMountsItsLayer() throws Exception {
    BaseImage base = base();
    RegistryImage from = RegistryImage.named(base.reference());
    from.addCredential("oauth2accesstoken", TOKEN);
    JibContainer built = push(Jib.from(from).setPlatforms(Set.of(platform())), "cache", TOKEN);

    assertEquals(1, registry.journal().mounts(), "the layer of the base");
    assertEquals(2, registry.journal().uploads(), "a layer and the configuration");
    String manifest =
        registry
            .manifest("example-project/apps/shop", built.getDigest().toString())
            .orElseThrow()
            .content();
    JsonArray layers = JsonParser.parseString(manifest).getAsJsonObject().getAsJsonArray("layers");
    assertEquals(2, layers.size());
  }

  @Test
  void refusesAWrongToken() {
    RegistryAuthenticationFailedException failure =
        assertThrows(
            RegistryAuthenticationFailedException.class,
            () -> push(Jib.fromScratch(), "cache", "ya29.wrong"));

    assertTrue(failure.getMessage().contains("401"), failure.getMessage());
    assertEquals(0, registry.journal().uploads());
    assertTrue(registry.manifest("example-project/apps/shop", "1").isEmpty());
  }

  @Test
  void isReadBySkopeo() throws Exception {
    assumeTrue(Files.isExecutable(SKOPEO), "skopeo is not installed");
    BaseImage base = base();
    JibContainer built = push(Jib.fromScratch(), "cache", TOKEN);

    assertEquals(built.getDigest().toString(), skopeo(shop).get("Digest").getAsString());
    JsonObject inspected = skopeo(base.reference());
    assertEquals(base.digest(), inspected.get("Digest").getAsString());
    assertEquals("linux", inspected.get("Os").getAsString());
    assertTrue(inspected.getAsJsonArray("Env").toString().contains("JAVA_HOME=/opt/java"));
  }

  @Test
  void copiesWithSkopeo() throws Exception {
    assumeTrue(Files.isExecutable(SKOPEO), "skopeo is not installed");
    BaseImage base = base();
    String target = registry.host() + "/example-project/apps/java:17";
    String credentials = "oauth2accesstoken:" + TOKEN;

    run(
        "copy",
        "--preserve-digests",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        "--src-creds=" + credentials,
        "--dest-creds=" + credentials,
        "docker://" + base.reference(),
        "docker://" + target);

    assertEquals(base.digest(), skopeo(target).get("Digest").getAsString());
    assertFalse(registry.manifest("example-project/apps/java", "17").isEmpty());
  }

  private BaseImage base() throws IOException {
    return BaseImage.provide(registry, "example-project/base/java", "17", kept);
  }

  private static Platform platform() {
    return new Platform(BaseImage.architecture(System.getProperty("os.arch")), "linux");
  }

  private JibContainer push(JibContainerBuilder builder, String cache, String token)
      throws Exception {
    Path file = Files.writeString(folder.resolve("shop.txt"), "shop");
    RegistryImage image = RegistryImage.named(shop);
    image.addCredential("oauth2accesstoken", token);
    return builder
        .addLayer(List.of(file), AbsoluteUnixPath.get("/app"))
        .containerize(
            Containerizer.to(image)
                .setBaseImageLayersCache(folder.resolve(cache).resolve("base"))
                .setApplicationLayersCache(folder.resolve(cache).resolve("layers"))
                .setAllowInsecureRegistries(true));
  }

  private static JsonObject skopeo(String image) throws Exception {
    String output =
        run(
            "inspect",
            "--tls-verify=false",
            "--creds",
            "oauth2accesstoken:" + TOKEN,
            "docker://" + image);
    return JsonParser.parseString(output).getAsJsonObject();
  }

  private static String run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(SKOPEO.toString(), "--insecure-policy"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static final class OneToken implements Tokens {
    @Override
    public Optional<Principal> accessToken(String bearer) {
      return bearer.equals(TOKEN)
          ? Optional.of(new Principal("deployer@example.com"))
          : Optional.empty();
    }

    @Override
    public Optional<String> identity(String bearer, Set<String> audiences) {
      return Optional.empty();
    }
  }
}
