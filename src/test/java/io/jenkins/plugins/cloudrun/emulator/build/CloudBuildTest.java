package io.jenkins.plugins.cloudrun.emulator.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudBuildTest extends OnCloudBuild {
  @Test
  void aDockerfileIsBuiltAndPushed() throws Exception {
    source(
        Map.of(
            "Dockerfile",
                "FROM scratch\nARG WHO\nENV WHO=$WHO\nCOPY a.txt /a.txt\nENTRYPOINT [\"/a\"]\n",
            "a.txt", "hello"));
    JsonObject done =
        ended(
            created(
                """
                {%s, "tags": ["jenkins"],
                 "substitutions": {"SHORT_SHA": "abc1234", "_WHO": "me"},
                 "steps": [{"name": "gcr.io/cloud-builders/docker",
                   "args": ["build", "-t", "%2$s:$SHORT_SHA", "--build-arg=WHO=${_WHO}", "."]}],
                 "images": ["%2$s:$SHORT_SHA"]}
                """
                    .formatted(SOURCE, image())));
    String log = log(done);
    assertEquals("SUCCESS", text(done, "status"), log);
    JsonObject built =
        done.getAsJsonObject("results").getAsJsonArray("images").get(0).getAsJsonObject();
    assertEquals(image() + ":abc1234", text(built, "name"));
    Registry.Manifest manifest =
        cloud.registry().manifest("demo-project/apps/shop", "abc1234").orElseThrow();
    assertEquals(manifest.digest(), text(built, "digest"));
    assertTrue(log.startsWith("starting build \"" + text(done, "id") + "\""), log);
    for (String part : new String[] {"\nFETCHSOURCE\n", "\nBUILD\n", "\nPUSH\n", "\nDONE\n"}) {
      assertTrue(log.contains(part), log);
    }
    String config = configuration(manifest);
    assertTrue(config.contains("WHO=me"), config);
    assertTrue(text(done, "name").startsWith("projects/123456789012/locations/europe-west1/"));
    assertFalse(text(done, "finishTime").isEmpty());

    var found =
        json(
            build(
                "GET", PARENT + "?filter=tags%3D%22jenkins%22%20AND%20status%3D%22SUCCESS%22", ""));
    assertEquals(1, found.getAsJsonArray("builds").size());
    var none = json(build("GET", PARENT + "?filter=tags%3D%22other%22", ""));
    assertFalse(none.has("builds"));
  }

  @Test
  void whatHasToRunNeedsABuilderAndFailsAsItExits() throws Exception {
    source(Map.of("Dockerfile", "FROM scratch\nRUN [\"/nothing\"]\n"));
    JsonObject done =
        ended(
            created(
                """
                {%s, "steps": [{"name": "gcr.io/cloud-builders/docker",
                   "args": ["build", "-t", "%s", "."]}]}
                """
                    .formatted(SOURCE, image())));
    assertEquals("FAILURE", text(done, "status"), log(done));
    assertEquals("USER_BUILD_STEP", text(done.getAsJsonObject("failureInfo"), "type"));
    String expected = BuildahBuild.program("buildah").isPresent() ? "/nothing" : "no buildah";
    assertTrue(log(done).contains(expected), log(done));
  }

  @Test
  void aDockerfileOnABaseOfTheRegistryGetsItsLayers() throws Exception {
    String base = cloud.baseImage(Path.of("target", "base-images")).reference();
    source(Map.of("Dockerfile", "FROM " + base + " AS x\nCOPY a /a\n", "a", "1"));
    JsonObject done =
        ended(
            created(
                """
                {%s, "steps": [{"name": "gcr.io/cloud-builders/docker",
                   "args": ["build", "--tag=%2$s:1", "."]}], "images": ["%2$s:1"]}
                """
                    .formatted(SOURCE, image())));
    assertEquals("SUCCESS", text(done, "status"), log(done));
    Registry.Manifest manifest =
        cloud.registry().manifest("demo-project/apps/shop", "1").orElseThrow();
    assertTrue(configuration(manifest).contains("JAVA_HOME=/opt/java"));
    assertEquals(
        2,
        JsonParser.parseString(manifest.content())
            .getAsJsonObject()
            .getAsJsonArray("layers")
            .size());
  }

  @Test
  void cloudRunSubmitsABuildOfAProcfile() throws Exception {
    cloud.baseImage(Path.of("target", "base-images"));
    source(Map.of("Procfile", "web: java -cp lib/* shop.Main\n", "lib/x.txt", "x"));
    String parent = "/v2/projects/demo-project/locations/europe-west1/builds:submit";
    String body =
        """
        {"storageSource": {"bucket": "sources", "object": "a.tgz"}, "imageUri": "%s",
         "buildpackBuild": {"functionTarget": "shop.Function"}, "tags": ["jenkins"]}
        """
            .formatted(image());
    var answer = call(cloud.api(), "POST", parent, body.getBytes(StandardCharsets.UTF_8));
    assertEquals(200, answer.statusCode(), answer.body());
    JsonObject operation = json(answer).getAsJsonObject("buildOperation");
    JsonObject build = operation.getAsJsonObject("metadata").getAsJsonObject("build");
    JsonObject done = ended("/v1/" + text(build, "name"));
    assertEquals("SUCCESS", text(done, "status"), log(done));
    assertEquals(2, done.getAsJsonObject("results").getAsJsonArray("images").size());
    String config =
        configuration(cloud.registry().manifest("demo-project/apps/shop", "latest").orElseThrow());
    assertTrue(
        config.contains("\"Entrypoint\":[\"java\",\"-cp\",\"lib/*\",\"shop.Main\"]"), config);
    assertTrue(config.contains("FUNCTION_TARGET=shop.Function"), config);
    JsonObject ended = json(build("GET", "/v1/" + text(operation, "name"), ""));
    assertTrue(ended.get("done").getAsBoolean());
  }

  @Test
  void stepsRunInTheWorkspaceAndFailAsTheyExit() throws Exception {
    source(Map.of("in.txt", "from the archive"));
    String steps =
        """
        {%s, "options": {"env": ["WHO=world"]}, "steps": [
          {"name": "gcr.io/cloud-builders/gcloud", "id": "make", "entrypoint": "bash",
           "args": ["-c", "cat in.txt; echo $$WHO > /workspace/out.txt"]},
          {"name": "ubuntu", "script": "cat out.txt; exit 3"}]}
        """
            .formatted(SOURCE);
    JsonObject done = ended(created(steps));
    String log = log(done);
    assertEquals("FAILURE", text(done, "status"), log);
    assertEquals("USER_BUILD_STEP", text(done.getAsJsonObject("failureInfo"), "type"));
    assertTrue(log.contains("\nStep #0 - \"make\": from the archive\n"), log);
    assertTrue(log.contains("\nStep #1: world\n"), log);
    assertTrue(
        log.contains("ERROR: build step 1 \"ubuntu\" failed: step exited with non-zero status: 3"),
        log);
    assertEquals(
        3, done.getAsJsonArray("steps").get(1).getAsJsonObject().get("exitCode").getAsInt());
  }

  @Test
  void aBuildIsCancelledOrTimesOut() throws Exception {
    cloud.cloudBuild().slowSteps(Duration.ofSeconds(60));
    String steps = "\"steps\": [{\"name\": \"ubuntu\", \"args\": [\"sh\", \"-c\", \"true\"]}]";
    String path = created("{" + steps + "}");
    await(path, "WORKING");
    assertEquals(200, build("POST", path + ":cancel", "{}").statusCode());
    JsonObject cancelled = ended(path);
    assertEquals("CANCELLED", text(cancelled, "status"));
    assertTrue(log(cancelled).endsWith("CANCELLED\nERROR: context canceled\n"), log(cancelled));
    assertEquals(400, build("POST", path + ":cancel", "{}").statusCode());

    JsonObject late = ended(created("{\"timeout\": \"0.5s\", " + steps + "}"));
    assertEquals("TIMEOUT", text(late, "status"));

    cloud.cloudBuild().slowSteps(Duration.ZERO).queue(Duration.ofSeconds(60));
    String waiting = created("{" + steps + "}");
    assertEquals(200, build("POST", waiting + ":cancel", "{}").statusCode());
    assertEquals("CANCELLED", text(ended(waiting), "status"));
  }

  @Test
  void whatCannotBeBuiltIsRefusedAtOnce() throws Exception {
    String step = "{\"name\": \"ubuntu\", \"args\": [\"sh\", \"-c\", \"echo %s\"]}";
    refused(
        "{\"steps\": [" + step.formatted("$_MISSING") + "]}",
        "invalid value for 'build.substitutions': key in the template \\\"_MISSING\\\"");
    refused(
        "{\"steps\": [" + step.formatted("$HOME") + "]}",
        "\\\"HOME\\\" is not a valid built-in substitution");
    refused(
        "{\"substitutions\": {\"_X\": \"1\"}, \"steps\": [" + step.formatted("x") + "]}",
        "key \\\"_X\\\" in the substitution data is not matched in the template");
    refused("{\"steps\": []}", "at least one build step");
    refused("{\"stepz\": []}", "Unknown name \\\"stepz\\\"");
    refused(
        "{\"serviceAccount\": \"projects/demo-project/serviceAccounts/"
            + deployer
            + "\", \"steps\": ["
            + step.formatted("x")
            + "]}",
        "CLOUD_LOGGING_ONLY");
    cloud.emulator().access().deny(deployer, "cloudbuild.builds.create");
    assertEquals(403, build("POST", PARENT, "{}").statusCode());
    cloud.cloudBuild().disableApi(true);
    var disabled = build("POST", PARENT, "{}");
    assertEquals(403, disabled.statusCode());
    assertTrue(disabled.body().contains("\"reason\":\"SERVICE_DISABLED\""), disabled.body());
  }

  private void refused(String body, String why) throws Exception {
    var answer = build("POST", PARENT, body);
    assertEquals(400, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains(why), answer.body());
  }

  @Test
  void badSourcesAndImagesEndTheBuild() throws Exception {
    String step = "\"steps\": [{\"name\": \"ubuntu\", \"args\": [\"sh\", \"-c\", \"true\"]}]";
    JsonObject missing = ended(created("{" + SOURCE + "," + step + "}"));
    assertEquals("FETCH_SOURCE_FAILED", text(missing.getAsJsonObject("failureInfo"), "type"));
    source(Map.of("../../evil", "x"));
    JsonObject evil = ended(created("{" + SOURCE + "," + step + "}"));
    assertEquals("FETCH_SOURCE_FAILED", text(evil.getAsJsonObject("failureInfo"), "type"));
    JsonObject unbuilt = ended(created("{" + step + ", \"images\": [\"" + image() + "\"]}"));
    assertEquals("PUSH_IMAGE_NOT_FOUND", text(unbuilt.getAsJsonObject("failureInfo"), "type"));
    source(Map.of("Procfile", "web: x"));
    JsonObject elsewhere =
        ended(
            created(
                """
                {%s, "options": {"logging": "CLOUD_LOGGING_ONLY"},
                 "steps": [{"name": "gcr.io/k8s-skaffold/pack", "args": ["build", "%2$s"]}],
                 "images": ["%2$s"]}
                """
                    .formatted(SOURCE, cloud.registryHost() + "/demo-project/none/x")));
    assertEquals("PUSH_FAILED", text(elsewhere.getAsJsonObject("failureInfo"), "type"));
    assertFalse(elsewhere.has("logsBucket"));
    String filter =
        "resource.type=\\\"build\\\" AND resource.labels.build_id=\\\""
            + text(elsewhere, "id")
            + "\\\"";
    var logged =
        call(
            cloud.api(),
            "POST",
            "/v2/entries:list",
            ("{\"resourceNames\":[\"projects/demo-project\"],\"filter\":\"" + filter + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    assertTrue(logged.body().contains("not found"), logged.body());
    assertTrue(logged.body().contains("logs/cloudbuild"), logged.body());
  }
}
