package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a builder pull bases from private registries: a credential helper that prints what it finds
 * in its environment, so no secret is written to a disk.
 */
final class Logins {
  private static final String HELPER = "cloud-run";
  private static final String VARIABLE = "CLOUD_RUN_LOGIN_";

  private Logins() {}

  /**
   * Writes helper and configuration.
   *
   * @param folder of this build alone
   * @return the environment to run the builder in
   */
  static Map<String, String> prepare(
      List<BaseLogin> logins, AgentTool.Kind kind, Map<String, String> environment, Path folder)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    if (logins.isEmpty()) {
      return all; // The agent's own configuration applies.
    }
    JsonObject helpers = new JsonObject();
    StringBuilder script =
        new StringBuilder(
            "#!/bin/sh\n[ \"$1\" = get ] || exit 0\nread -r host\ncase \"$host\" in\n");
    for (int i = 0; i < logins.size(); i++) {
      BaseLogin login = logins.get(i);
      if (!login.host().matches("[A-Za-z0-9.:-]+")) {
        throw new IllegalArgumentException("no host: " + login.host());
      }
      helpers.addProperty(login.host(), HELPER);
      JsonObject answer = new JsonObject();
      answer.addProperty("ServerURL", login.host());
      answer.addProperty("Username", login.user());
      answer.addProperty("Secret", login.secret());
      all.put(VARIABLE + i, answer.toString());
      script
          .append("  *")
          .append(login.host())
          .append("*) printf '%s' \"$" + VARIABLE)
          .append(i)
          .append("\";;\n");
    }
    script.append("  *) echo 'credentials not found in native keychain'; exit 1;;\nesac\n");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path helper = Files.writeString(bin.resolve("docker-credential-" + HELPER), script.toString());
    if (!helper.toFile().setExecutable(true, true)) {
      throw new IOException("Could not make " + helper + " executable");
    }
    JsonObject config = new JsonObject();
    config.add("credHelpers", helpers);
    Path login = Files.createDirectories(folder.resolve("login"));
    Path file = login.resolve("config.json");
    Files.writeString(file, config.toString());
    all.put("PATH", bin + File.pathSeparator + environment.getOrDefault("PATH", ""));
    if (kind == AgentTool.Kind.BUILDAH) {
      all.put("REGISTRY_AUTH_FILE", file.toString());
    } else {
      all.put("DOCKER_CONFIG", login.toString());
    }
    return all;
  }
}
