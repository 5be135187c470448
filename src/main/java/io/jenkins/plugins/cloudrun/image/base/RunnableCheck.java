package io.jenkins.plugins.cloudrun.image.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.nio.charset.StandardCharsets;

/**
 * Whether Cloud Run could run an image, asked before anything is uploaded. Cloud Run takes images
 * for linux/amd64 alone, and starts what entrypoint and command name.
 *
 * @param architecture {@code amd64}, but for tests that start images where they run
 */
public record RunnableCheck(String architecture) {
  private static final String LINUX = "linux";

  /** What Cloud Run runs. */
  public RunnableCheck() {
    this("amd64");
  }

  /** The same, of a configuration as it is pushed. */
  public void check(byte[] config) {
    check(JsonParser.parseString(new String(config, StandardCharsets.UTF_8)).getAsJsonObject());
  }

  /**
   * @param config of the whole image, as in the OCI image specification
   * @throws InvalidValueException if it could not be run; says why and what to do
   */
  public void check(JsonObject config) {
    String os = Document.text(config, "os");
    String made = Document.text(config, "architecture");
    if (!(os.isEmpty() || os.equals(LINUX)) || !(made.isEmpty() || made.equals(architecture))) {
      throw refused(
          "it is made for "
              + (os.isEmpty() ? LINUX : os)
              + "/"
              + (made.isEmpty() ? architecture : made)
              + ", and Cloud Run runs linux/"
              + architecture
              + " alone. Choose a base image for that platform with from");
    }
    JsonElement run = config.get("config");
    JsonObject container = run instanceof JsonObject object ? object : new JsonObject();
    String first = first(container, "Entrypoint");
    boolean starts = has(container, "Entrypoint") || has(container, "Cmd");
    if (!starts) {
      throw refused(
          "it has neither an entrypoint nor a command, so nothing says what to start. Give"
              + " entrypoint, or choose a base image that has one with from");
    }
    if ((has(container, "Entrypoint") ? first : first(container, "Cmd")).isBlank()) {
      throw refused(
          "the first word of what it starts is empty. Name a program there with entrypoint");
    }
  }

  private static boolean has(JsonObject container, String name) {
    return container.get(name) instanceof JsonArray words && !words.isEmpty();
  }

  private static String first(JsonObject container, String name) {
    return container.get(name) instanceof JsonArray words && !words.isEmpty()
        ? words.get(0).getAsString()
        : "";
  }

  private static InvalidValueException refused(String why) {
    return new InvalidValueException(
        "Cloud Run could not run this image: " + why + ". Nothing was uploaded.");
  }
}
