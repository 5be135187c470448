package io.jenkins.plugins.cloudrun.image;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads images back with somebody else's code. */
final class Skopeo {
  private static final Path BINARY = Path.of("/usr/bin/skopeo");

  private Skopeo() {}

  static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  static JsonObject inspect(String image) throws Exception {
    return JsonParser.parseString(run("inspect", "--tls-verify=false", "docker://" + image))
        .getAsJsonObject();
  }

  static JsonObject config(String image) throws Exception {
    return JsonParser.parseString(
            run("inspect", "--config", "--tls-verify=false", "docker://" + image))
        .getAsJsonObject();
  }

  /** Copies an image into a folder of plain files; skopeo checks every digest on the way. */
  static void copy(String image, Path folder) throws Exception {
    run("copy", "--src-tls-verify=false", "docker://" + image, "dir:" + folder);
  }

  private static String run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(BINARY.toString(), "--insecure-policy"));
    command.addAll(List.of(words));
    Path errors = Files.createTempFile("skopeo", "");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(command + ": " + Files.readString(errors));
      }
      return out;
    } finally {
      Files.delete(errors);
    }
  }
}
