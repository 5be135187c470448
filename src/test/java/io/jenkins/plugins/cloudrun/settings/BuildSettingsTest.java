package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.LayerSource;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BuildSettingsTest {
  private static final String IMAGE = "europe-docker.pkg.dev/my-project/apps/shop";
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  private static BuildSettings with(Object... more) throws Exception {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("image", IMAGE);
    for (int i = 0; i < more.length; i += 2) {
      arguments.put((String) more[i], more[i + 1]);
    }
    return LightModel.instantiate(BuildSettings.class, arguments);
  }

  @Test
  void theLeastIsTheImageAlone() throws Exception {
    assertEquals(ImageRequest.of(IMAGE).build(), with().toRequest(Expander.NONE, ""));
  }

  @Test
  void allParametersReachTheRequest() throws Exception {
    ImageRequest request =
        with(
                "layers", List.of(Map.of("from", "dist", "into", "/srv", "mode", "755")),
                "context", "web",
                "from", "scratch",
                "tags", List.of("1.4"),
                "commit", SHA,
                "env", Map.of("TZ", "UTC"),
                "labels", Map.of("a.b", "c"),
                "entrypoint", List.of("/srv/server"),
                "args", List.of("serve"),
                "user", "1000:1000",
                "ports", List.of(8080))
            .toRequest(Expander.NONE, "");
    assertEquals(List.of(new LayerSource("dist", "/srv", "755", "")), request.layers());
    assertEquals("web", request.context());
    assertEquals("scratch", request.from());
    assertEquals(List.of("1.4"), request.tags());
    assertEquals(SHA, request.commit());
    assertEquals(Map.of("TZ", "UTC"), request.env());
    assertEquals(Map.of("a.b", "c"), request.labels());
    assertEquals(List.of("/srv/server"), request.entrypoint());
    assertEquals(List.of("serve"), request.args());
    assertEquals("1000:1000", request.user());
    assertEquals(List.of(8080), request.ports());
    ImageRequest ofJar =
        with("jar", "a.jar", "jvmFlags", List.of("-Xss1m"), "mainClass", "a.Main")
            .toRequest(Expander.NONE, "");
    assertEquals("a.jar", ofJar.jar());
    assertEquals(List.of("-Xss1m"), ofJar.jvmFlags());
    assertEquals("a.Main", ofJar.mainClass());
  }

  @Test
  void theBuildsOwnCommitIsTakenOnlyWhenItIsOne() throws Exception {
    assertEquals(SHA, with().toRequest(Expander.NONE, SHA).gitCommit());
    assertEquals("", with().toRequest(Expander.NONE, "trunk").gitCommit());
  }

  @Test
  void projectAndRegionStandInForTheRegistry() throws Exception {
    assertEquals(
        "europe-west1-docker.pkg.dev/my-project/apps/shop",
        with("image", "apps/shop", "project", "my-project", "region", "europe-west1")
            .toRequest(Expander.NONE, "")
            .image());
    assertEquals(
        IMAGE,
        with("project", "other-project", "region", "us-central1")
            .toRequest(Expander.NONE, "")
            .image());
    assertRefused("names no registry", "image", "apps/shop");
    assertRefused("names no registry", "image", "shop", "project", "my-project");
  }

  @Test
  void refusalsNameTheParameter() throws Exception {
    assertRefused("image is missing", "image", "");
    assertRefused("commit: 'main'", "commit", "main");
    assertRefused(
        "jar and layers", "jar", "a.jar", "layers", List.of(Map.of("from", "a", "into", "/")));
    assertRefused("'../x' leaves the workspace", "context", "../x");
    assertRefused("Port 0", "ports", List.of(0));
    assertRefused("env: 'A=B'", "env", Map.of("A=B", ""));
  }

  private static void assertRefused(String part, Object... more) throws Exception {
    BuildSettings settings = with(more);
    String message =
        assertThrows(InvalidValueException.class, () -> settings.toRequest(Expander.NONE, ""))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void aFormsLinesAreListsAndWhatIsNotInTheFormStays() throws Exception {
    BuildSettings settings = with("tags", List.of("old"), "args", List.of("kept"));
    settings.bindLines(
        field ->
            switch (field) {
              case "tags" -> Optional.of(SettingsDescriptor.lines(" 1.4 \n\nlatest\r\n"));
              case "ports" -> Optional.of(List.of("8080", "http"));
              default -> Optional.empty();
            });
    assertEquals(List.of("1.4", "latest"), settings.getTags());
    assertEquals("1.4\nlatest", settings.getTagsText());
    assertEquals(List.of("kept"), settings.getArgs());
    assertEquals(List.of(8080, 0), settings.getPorts());
  }

  @Test
  void whatIsNotWrittenHasItsDefault() throws Exception {
    ImageRequest request = with().toRequest(Expander.NONE, "");
    assertEquals("auto", request.builder());
    assertEquals("move", request.tagPolicy());
    assertEquals("linux/amd64", request.platform());
    assertEquals("warn", request.lint());
    assertFalse(request.sbom());
    assertFalse(request.cloud().isAsked());
  }

  @Test
  void everyParameterReachesTheRequest() throws Exception {
    ImageRequest request =
        with(
                "war", "target/shop.war",
                "workdir", "/app",
                "tagPolicy", "keep",
                "lint", "fail",
                "sbom", true,
                "builder", "buildah",
                "layers", List.of())
            .toRequest(Expander.NONE, "");
    assertEquals("target/shop.war", request.war());
    assertEquals("/app", request.workdir());
    assertEquals("keep", request.tagPolicy());
    assertEquals("fail", request.lint());
    assertTrue(request.sbom());
    assertEquals("buildah", request.builder());
    ImageRequest cloud =
        with(
                "source", ".",
                "function", "hello",
                "baseImage", "nodejs22",
                "bucket", "b-1",
                "buildServiceAccount", "b@p.iam.gserviceaccount.com",
                "project", "my-project",
                "region", "europe-west1")
            .toRequest(Expander.NONE, "");
    assertEquals("hello", cloud.cloud().function());
    assertEquals("nodejs22", cloud.cloud().baseImage());
    assertEquals("b-1", cloud.cloud().bucket());
    assertEquals("b@p.iam.gserviceaccount.com", cloud.cloud().serviceAccount());
    assertEquals("my-project europe-west1", cloud.cloud().project() + " " + cloud.cloud().region());
    assertEquals(
        Map.of("_STAGE", "test"),
        with(
                "source", ".",
                "cloudBuildConfig", "cloudbuild.yaml",
                "substitutions", Map.of("_STAGE", "test"))
            .toRequest(Expander.NONE, "")
            .cloud()
            .substitutions());
    assertRefused("war and source are both given", "war", "a.war", "source", ".");
    assertRefused("give source", "function", "hello");
    assertRefused("env has no effect", "source", ".", "env", Map.of("A", "b"));
    assertRefused("tagPolicy 'never' is not one of move, keep", "tagPolicy", "never");
    assertRefused("platform 'linux/arm64' is not one of linux/amd64", "platform", "linux/arm64");
  }

  @Test
  void aPasswordIsForOneRegistryThatTheStepNames() throws Exception {
    assertEquals(Optional.empty(), with().baseLogin(Expander.NONE));
    assertEquals(
        Optional.of(new RegistryLogin("docker.io", "hub")),
        with("dockerfile", "Dockerfile", "baseCredentialsId", "hub").baseLogin(Expander.NONE));
    assertEquals(
        Optional.of(new RegistryLogin("registry.example.com:5000", "own")),
        with("from", "registry.example.com:5000/base/java:17", "baseCredentialsId", "own")
            .baseLogin(Expander.NONE));
    assertEquals(
        Optional.of(new RegistryLogin("other.example.com", "own")),
        with(
                "from", "registry.example.com/java:17",
                "baseRegistry", "other.example.com",
                "baseCredentialsId", "own")
            .baseLogin(Expander.NONE));
    BuildSettings alone = with("baseRegistry", "registry.example.com");
    assertThrows(InvalidValueException.class, () -> alone.baseLogin(Expander.NONE));
    BuildSettings wrong = with("baseRegistry", "https://x/", "baseCredentialsId", "own");
    assertThrows(InvalidValueException.class, () -> wrong.baseLogin(Expander.NONE));
  }

  @Test
  void snippetsLeaveDefaultsOutAndShowLayersAsMaps() throws Exception {
    Map<String, ?> shown =
        LightModel.uninstantiate(
                with("context", ".", "layers", List.of(Map.of("from", "a", "into", "/b"))))
            .getArguments();
    assertEquals(Set.of("image", "layers"), shown.keySet());
  }
}
