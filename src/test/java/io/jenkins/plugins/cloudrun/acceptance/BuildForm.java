package io.jenkins.plugins.cloudrun.acceptance;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.localrun.EmbeddedCloud;

/** The form of an image's settings as a browser sends it. */
final class BuildForm {
  /** All that a browser sends of the builder's form when only the image is filled in. */
  private static final String UNTOUCHED =
      """
      {"image": "", "includeUser": ["false", "false"], "credentialsId": "", "jar": "", "war": "",
       "dockerfile": "", "from": "", "tagsText": "", "context": ".", "builder": "auto",
       "baseCredentialsId": "", "baseRegistry": "", "commit": "", "project": "", "region": "",
       "platform": "linux/amd64", "tagPolicy": "move", "lint": "warn", "sbom": false, "source": "",
       "cloudBuildConfig": "", "function": "", "baseImage": "", "bucket": "",
       "buildServiceAccount": "", "entrypointText": "", "argsText": "", "user": "", "workdir": "",
       "portsText": "", "jvmFlagsText": "", "mainClass": "", "impersonate": "", "target": "",
       "workloadIdentityProvider": "", "timeLimit": "",
       "failBuild": true}
      """;

  private BuildForm() {}

  /**
   * @param changed what somebody fills in besides image and credentials, as JSON
   */
  static JsonObject filled(String image, EmbeddedCloud cloud, String changed) {
    JsonObject settings = JsonParser.parseString(UNTOUCHED).getAsJsonObject();
    settings.addProperty("image", image);
    settings.addProperty("credentialsId", cloud.setup().environment().get("CLOUD_RUN_CREDENTIALS"));
    JsonParser.parseString(changed)
        .getAsJsonObject()
        .entrySet()
        .forEach(field -> settings.add(field.getKey(), field.getValue()));
    return settings;
  }
}
