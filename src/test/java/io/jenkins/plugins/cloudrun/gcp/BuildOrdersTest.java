package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.run.v2.SubmitBuildRequest;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.BuildState;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Order;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Stored;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Way;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Orders and answers of builds, in the words of the APIs. */
class BuildOrdersTest {
  private static final ImageReference IMAGE =
      ImageReference.parse("europe-west1-docker.pkg.dev/my-project/apps/shop:abc");

  private static Order order(Way way, Optional<String> account) {
    return new Order(
        Place.of(IMAGE.name(), "", ""),
        new Stored("sources", "source/x.tgz", 9007199254740993L),
        way,
        IMAGE,
        account,
        "jenkins-s-1",
        Duration.ofMinutes(20));
  }

  /** Refuses names that the request does not have. */
  private static SubmitBuildRequest submission(Order order) throws Exception {
    assertTrue(BuildOrders.forCloudRun(order));
    SubmitBuildRequest.Builder request = SubmitBuildRequest.newBuilder();
    JsonFormat.parser().merge(BuildOrders.submission(order).toString(), request);
    return request.build();
  }

  @Test
  void aFunctionIsSubmittedToCloudRun() throws Exception {
    SubmitBuildRequest request =
        submission(
            order(
                new Way.Buildpacks("hello", "nodejs22", ""),
                Optional.of("builder@my-project.iam.gserviceaccount.com")));
    assertEquals("hello", request.getBuildpackBuild().getFunctionTarget());
    assertEquals("nodejs22", request.getBuildpackBuild().getBaseImage());
    assertEquals("", request.getBuildpackBuild().getProjectDescriptor());
    assertEquals("jenkins-s-1", request.getTags(0));
    assertEquals(IMAGE.toString(), request.getImageUri());
    assertEquals(9007199254740993L, request.getStorageSource().getGeneration());
    assertEquals(
        "projects/my-project/serviceAccounts/builder@my-project.iam.gserviceaccount.com",
        request.getServiceAccount());
  }

  @Test
  void aDescriptionOfTheProjectIsNamed() throws Exception {
    Way way = new Way.Buildpacks("", "", "project.toml");
    assertEquals(
        "project.toml",
        submission(order(way, Optional.empty())).getBuildpackBuild().getProjectDescriptor());
  }

  @Test
  void aDockerfileAtTheTopToo() throws Exception {
    SubmitBuildRequest request =
        submission(order(new Way.Dockerfile("Dockerfile"), Optional.empty()));
    assertTrue(request.hasDockerBuild());
    assertFalse(request.hasBuildpackBuild());
    assertTrue(request.getServiceAccount().isEmpty());
  }

  @Test
  void anotherDockerfileIsAStepOfCloudBuild() {
    Order order = order(new Way.Dockerfile("docker/app.Dockerfile"), Optional.empty());
    assertFalse(BuildOrders.forCloudRun(order));
    JsonObject build = BuildOrders.build(order);
    assertEquals(
        "[\"build\",\"-t\",\"" + IMAGE + "\",\"-f\",\"docker/app.Dockerfile\",\".\"]",
        build.getAsJsonArray("steps").get(0).getAsJsonObject().get("args").toString());
    assertEquals("1200s", build.get("timeout").getAsString());
  }

  @Test
  void aConfigurationKeepsWhatItSays() {
    JsonObject build =
        BuildOrders.build(
            order(
                new Way.Config(
                    "{\"steps\":[{\"name\":\"a\"}],\"timeout\":\"5s\",\"tags\":[\"own\"],"
                        + "\"options\":{\"machineType\":\"E2_HIGHCPU_8\"}}"),
                Optional.of("b@p.iam.gserviceaccount.com")));
    assertEquals("5s", build.get("timeout").getAsString());
    assertEquals("[\"own\",\"jenkins-s-1\"]", build.get("tags").toString());
    assertEquals(
        "{\"machineType\":\"E2_HIGHCPU_8\",\"logging\":\"CLOUD_LOGGING_ONLY\"}",
        build.get("options").toString());
  }

  @Test
  void theBuildIsNamedByItsOperation() {
    String id = "2976b3ec-c1b7-41a5-bf93-bead7e5501e7";
    assertEquals(
        Optional.of(id),
        BuildAnswers.id(json("{\"metadata\":{\"build\":{\"id\":\"" + id + "\"}}}")));
    String name =
        java.util.Base64.getEncoder()
            .encodeToString(id.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(
        Optional.of(id),
        BuildAnswers.id(json("{\"name\":\"operations/build/my-project/" + name + "\"}")));
    assertEquals(Optional.empty(), BuildAnswers.id(json("{\"name\":\"operations/../x\"}")));
  }

  @Test
  void anAnswerOfAnotherVersionIsUnderstoodAsFarAsItGoes() {
    BuildState state =
        BuildAnswers.state(
            json(
                "{\"id\":\"x\",\"status\":\"THINKING\",\"steps\":[7,{\"name\":\"a\"}],"
                    + "\"results\":{\"images\":[{\"name\":\"b\",\"digest\":\"md5:1\"}]},"
                    + "\"options\":{\"logging\":\"NONE\"}}"));
    assertEquals(Status.WORKING, state.status());
    assertEquals(1, state.steps().size());
    assertTrue(state.images().isEmpty());
    assertTrue(state.logs().off());
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
