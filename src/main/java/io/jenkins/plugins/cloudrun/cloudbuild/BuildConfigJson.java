package io.jenkins.plugins.cloudrun.cloudbuild;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A build configuration ({@code cloudbuild.yaml}) as the Build of Cloud Build's API. As with
 * gcloud, names may be written with underscores, sources stand beside the configuration and not in
 * it, and the commit's substitutions are always given. Cloud Build itself checks the rest.
 */
final class BuildConfigJson {
  private static final int MOST_TEXT = 1 << 20;

  /** Built in, and settable for builds that no trigger has started. */
  private static final Set<String> SETTABLE =
      Set.of(
          "COMMIT_SHA",
          "SHORT_SHA",
          "REVISION_ID",
          "BRANCH_NAME",
          "TAG_NAME",
          "REPO_NAME",
          "REPO_FULL_NAME",
          "REF_NAME",
          "TRIGGER_NAME");

  private static final Pattern OWN = Pattern.compile("_[A-Z0-9_]+");

  private BuildConfigJson() {}

  /**
   * @throws InvalidValueException when it is no build configuration
   */
  static String read(
      String yaml, Map<String, String> substitutions, ImageReference image, CommitSha commit) {
    JsonObject build = parsed(yaml);
    if (!(build.get("steps") instanceof JsonArray steps) || steps.isEmpty()) {
      throw new InvalidValueException(
          "The build configuration has no steps: list what is to be run under 'steps:'.");
    }
    for (String field : List.of("source", "id", "status")) {
      if (build.has(field)) {
        throw new InvalidValueException(
            "The build configuration names '"
                + field
                + "': remove it. The sources are those of the step.");
      }
    }
    Map<String, String> all = new LinkedHashMap<>();
    all.put("COMMIT_SHA", commit.value());
    all.put("REVISION_ID", commit.value());
    all.put("SHORT_SHA", commit.value().substring(0, 7));
    JsonObject own =
        build.get("substitutions") instanceof JsonObject object ? object : new JsonObject();
    if (uses(build, "_IMAGE") && !own.has("_IMAGE")) {
      // Only if it is used: Cloud Build refuses values of which nothing is made.
      all.put("_IMAGE", image.toString());
    }
    substitutions.forEach(
        (name, value) -> {
          checkName(name);
          all.put(name, value);
        });
    all.forEach(own::addProperty);
    build.add("substitutions", own);
    return build.toString();
  }

  /** Scripts see substitutions as variables, and only those that are mapped. */
  private static boolean uses(JsonObject build, String name) {
    JsonObject rest = build.deepCopy();
    boolean mapped = automaps(rest);
    for (JsonElement step : rest.getAsJsonArray("steps")) {
      if (step instanceof JsonObject object) {
        mapped = mapped || automaps(object);
        object.remove("script");
      }
    }
    String text = mapped ? build.toString() : rest.toString();
    return Pattern.compile("\\$\\{?" + name + "\\b").matcher(text).find();
  }

  private static boolean automaps(JsonObject object) {
    JsonElement own =
        object.get("options") instanceof JsonObject options
            ? options.get("automapSubstitutions")
            : object.get("automapSubstitutions");
    return own != null && own.isJsonPrimitive() && own.getAsBoolean();
  }

  private static void checkName(String name) {
    if (!OWN.matcher(name).matches() && !SETTABLE.contains(name)) {
      throw new InvalidValueException(
          "'"
              + (name.length() <= 80 ? name : name.substring(0, 77) + "...")
              + "' is not a substitution: names of your own begin with an underscore and hold"
              + " capital letters, digits and underscores, such as _STAGE.");
    }
  }

  private static JsonObject parsed(String yaml) {
    if (yaml.length() > MOST_TEXT) {
      throw new InvalidValueException("The build configuration is larger than 1 MiB.");
    }
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(50);
    options.setNestingDepthLimit(YamlTreeJson.MOST_DEPTH);
    options.setCodePointLimit(MOST_TEXT);
    options.setAllowDuplicateKeys(false);
    try {
      Node tree = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
      if (tree instanceof MappingNode map) {
        return new YamlTreeJson().object(map, false, 0);
      }
    } catch (YAMLException e) {
      throw new InvalidValueException(
          "The build configuration is not YAML: " + String.valueOf(e.getMessage()).strip());
    }
    throw new InvalidValueException(
        "The build configuration is no map: it begins with lines such as 'steps:'.");
  }
}
