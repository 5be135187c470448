package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.base.BaseImage;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ImageRequestTest {
  private static final String IMAGE = "europe-docker.pkg.dev/project/shop/shop";
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void goesThroughJsonUnchanged() {
    assertEquals(full(), ImageRequestJson.read(ImageRequestJson.write(full())));
    ImageRequest least = ImageRequest.of(IMAGE).build();
    assertEquals(least, ImageRequestJson.read(ImageRequestJson.write(least)));
    assertEquals(
        List.of("Z", "A"),
        List.copyOf(ImageRequestJson.read(ImageRequestJson.write(full())).env().keySet()));
  }

  @Test
  void readsTheFirstFormatForGood() {
    String saved =
        "{'version':1,'image':'gcr.io/p/shop','layers':[{'from':'dist','into':'/srv','mode':'755'}],"
            + "'context':'.','tags':['v1'],'env':{'A':'b'},'ports':[8080]}";
    ImageRequest expected =
        ImageRequest.of("gcr.io/p/shop")
            .layers(List.of(new LayerSource("dist", "/srv", "755", "")))
            .tags(List.of("v1"))
            .env(Map.of("A", "b"))
            .ports(List.of(8080))
            .build();
    assertEquals(expected, ImageRequestJson.read(saved.replace('\'', '"')));
  }

  @Test
  void refusesJsonThatItDoesNotKnowWithoutQuotingIt() {
    for (String text :
        List.of(
            "{\"version\":2,\"image\":\"secret\"}",
            "{\"image\":\"secret\"}",
            "secret",
            "[\"secret\"]",
            "{\"version\":1,\"image\":\"gcr.io/p/a\",\"env\":\"secret\"}",
            "{\"version\":1,\"image\":\"gcr.io/p/a\",\"ports\":[\"secret\"]}",
            "")) {
      InvalidValueException refused =
          assertThrows(InvalidValueException.class, () -> ImageRequestJson.read(text), text);
      assertFalse(String.valueOf(refused.getMessage()).contains("secret"), refused.getMessage());
    }
  }

  @Test
  void goesOverTheWireAndIsCheckedThere() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(full());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(full(), in.readObject());
    }
  }

  @Test
  void neverShowsValuesOfVariables() {
    assertFalse(full().toString().contains("hush"), full().toString());
  }

  @Test
  void saysWhatIsWrong() {
    refused("names no registry", r -> ImageRequest.of("shop"));
    refused("image tag", r -> r.tags(List.of("-x")));
    refused("commit", r -> r.commit("abc"));
    refused("leaves the workspace", r -> r.jar("../secret.jar"));
    refused("leaves the workspace", r -> r.jar("/etc/passwd"));
    refused("leaves the workspace", r -> r.context("a/../../b"));
    refused("leaves the workspace", r -> r.jar("C:\\app.jar"));
    refused("Port 70000", r -> r.ports(List.of(70000)));
    refused("not a user", r -> r.user("root; rm"));
    refused("is not an image", r -> r.from("Not An Image"));
    refused("full name of a class", r -> r.mainClass("a b"));
    refused(
        "no effect beside entrypoint", r -> r.jvmFlags(List.of("-Xmx1g")).entrypoint(List.of("x")));
    refused("is not a name", r -> r.env(Map.of("A=B", "c")));
    refused("keep one", r -> r.jar("a.jar").layers(List.of(new LayerSource("a", "/b"))));
    refused(
        "give an entrypoint", r -> r.mainClass("A").layers(List.of(new LayerSource("a", "/b"))));
    refused("octal", r -> r.layers(List.of(new LayerSource("a", "/b", "rwx", ""))));
    refused("begin it with '/'", r -> r.layers(List.of(new LayerSource("a", "b"))));
    refused("without '.' or '..'", r -> r.layers(List.of(new LayerSource("a", "/b/../c"))));
    refused("user and group", r -> r.layers(List.of(new LayerSource("a", "/b", "", "a b"))));
  }

  @Test
  void readsBasesAsDockerDoes() {
    assertEquals(
        "registry-1.docker.io/library/eclipse-temurin:17-jre", base("eclipse-temurin:17-jre"));
    assertEquals("registry-1.docker.io/owner/name:1", base("owner/name:1"));
    assertEquals("registry-1.docker.io/library/debian", base("docker.io/debian"));
    assertEquals("gcr.io/distroless/java17", base("gcr.io/distroless/java17"));
    assertEquals("localhost:5000/base", base("localhost:5000/base"));
    assertEquals(
        "europe-docker.pkg.dev/p/hub/library/alpine:3",
        base("europe-docker.pkg.dev/p/hub/library/alpine:3"),
        "a remote repository");
    assertTrue(BaseImage.parse("scratch").reference().isEmpty());
  }

  private static String base(String text) {
    return BaseImage.parse(text).reference().orElseThrow().toString();
  }

  @Test
  void whatCloudBuildDoesNotHeedIsNamedWithItsPlace() {
    CloudSource source = new CloudSource(".", "", "", "", Map.of(), "", "", "", "");
    UnaryOperator<ImageRequestBuilder> cloud = request -> request.cloud(source);
    refused(
        "env has no effect on an image that Cloud Build makes: give it to the step that deploys"
            + " (cloudRunDeploy env)",
        cloud.andThen(r -> r.env(Map.of("A", "b")))::apply);
    refused("[[build.env]] into project.toml", cloud.andThen(r -> r.env(Map.of("A", "b")))::apply);
    refused("write LABEL into", cloud.andThen(r -> r.labels(Map.of("a", "b")))::apply);
    refused("GOOGLE_ENTRYPOINT into", cloud.andThen(r -> r.entrypoint(List.of("x")))::apply);
    refused("write CMD into", cloud.andThen(r -> r.args(List.of("x")))::apply);
    refused("write USER into", cloud.andThen(r -> r.user("app"))::apply);
    refused("write WORKDIR into", cloud.andThen(r -> r.workdir("/srv"))::apply);
    refused("give port to the step", cloud.andThen(r -> r.ports(List.of(80)))::apply);
    refused("gcloud artifacts sbom export", cloud.andThen(r -> r.sbom(true))::apply);
    assertEquals(source, ImageRequest.of(IMAGE).cloud(source).build().cloud());
  }

  @Test
  void whatADockerfileDoesNotHeedIsRefused() {
    UnaryOperator<ImageRequestBuilder> file = request -> request.dockerfile("Dockerfile");
    refused(
        "from has no effect on a Dockerfile: write FROM into it",
        file.andThen(r -> r.from("scratch"))::apply);
    refused(
        "jvmFlags has no effect on a Dockerfile",
        file.andThen(r -> r.jvmFlags(List.of("-Xmx1g")))::apply);
    refused(
        "mainClass has no effect on a Dockerfile", file.andThen(r -> r.mainClass("a.B"))::apply);
    assertEquals(
        "1000", ImageRequest.of(IMAGE).dockerfile("Dockerfile").user("1000").build().user());
  }

  @Test
  void substitutionsWithoutABuildConfigurationAreRefused() {
    for (String folder : List.of("", ".")) {
      for (String function : folder.isEmpty() ? List.of("") : List.of("", "hello")) {
        refused(
            "substitutions are for a build configuration, and none is given: give"
                + " cloudBuildConfig, or leave substitutions out",
            r -> r.cloud(source(folder, "", function)));
      }
    }
    assertEquals(
        Map.of("_STAGE", "test"), source(".", "cloudbuild.yaml", "").substitutions(), "heeded");
  }

  private static CloudSource source(String folder, String config, String function) {
    return new CloudSource(folder, config, function, "", Map.of("_STAGE", "test"), "", "", "", "");
  }

  private static void refused(String part, UnaryOperator<ImageRequestBuilder> change) {
    InvalidValueException refused =
        assertThrows(
            InvalidValueException.class, () -> change.apply(ImageRequest.of(IMAGE)).build(), part);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  private static ImageRequest full() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("Z", "hush");
    env.put("A", "a,b=c");
    return ImageRequest.of(IMAGE)
        .jar("target/app.jar")
        .context("sub/module")
        .from("eclipse-temurin:21-jre")
        .tags(List.of("v1", "latest"))
        .commit(SHA)
        .env(env)
        .labels(Map.of("team", "shop"))
        .args(List.of("--serve", ""))
        .user("1000:1000")
        .ports(List.of(8080, 9090))
        .jvmFlags(List.of("-Xmx256m"))
        .mainClass("org.example.Main")
        .gitCommit(SHA)
        .build();
  }
}
