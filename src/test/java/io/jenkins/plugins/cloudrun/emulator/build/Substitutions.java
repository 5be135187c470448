package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code $NAME} and {@code ${NAME}} in a build, and refuses as Cloud Build does. */
final class Substitutions {
  /** Set for every build, and those that only triggers set: empty unless they were given. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "PROJECT_ID",
          "PROJECT_NUMBER",
          "BUILD_ID",
          "LOCATION",
          "TRIGGER_NAME",
          "COMMIT_SHA",
          "REVISION_ID",
          "SHORT_SHA",
          "REPO_NAME",
          "REPO_FULL_NAME",
          "BRANCH_NAME",
          "TAG_NAME",
          "REF_NAME",
          "TRIGGER_BUILD_CONFIG_PATH",
          "SERVICE_ACCOUNT_EMAIL",
          "SERVICE_ACCOUNT");

  /** Those that nobody may give. */
  private static final Set<String> FIXED =
      Set.of("PROJECT_ID", "PROJECT_NUMBER", "BUILD_ID", "LOCATION");

  private static final Pattern USER = Pattern.compile("_[A-Z0-9_]+");
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:(\\$)|\\{([A-Z_][A-Z0-9_]*)}|([A-Z_][A-Z0-9_]*))");
  private static final Set<String> REPLACED_IN =
      Set.of("steps", "images", "tags", "options", "logsBucket", "artifacts", "serviceAccount");

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Set<String> given;
  private final boolean loose;

  private Substitutions(Map<String, String> given, boolean loose) {
    this.given = new TreeSet<>(given.keySet());
    this.loose = loose;
    values.putAll(given);
  }

  /**
   * Expands a build.
   *
   * @param build as it was asked for; not changed
   * @param fixed values of this build, such as BUILD_ID
   */
  static JsonObject expanded(JsonObject build, Map<String, String> fixed) {
    Map<String, String> given = new HashMap<>();
    if (build.has("substitutions")) {
      build
          .getAsJsonObject("substitutions")
          .entrySet()
          .forEach(entry -> given.put(entry.getKey(), entry.getValue().getAsString()));
    }
    for (String key : given.keySet()) {
      if (FIXED.contains(key)) {
        throw refused("substitution key \"" + key + "\" is not user-settable");
      }
      if (!BUILT_IN.contains(key) && !USER.matcher(key).matches()) {
        throw refused("substitution key " + key + " does not respect format ^_[A-Z0-9_]+$");
      }
    }
    JsonObject options = build.has("options") ? build.getAsJsonObject("options") : new JsonObject();
    boolean loose =
        options.has("substitutionOption")
            && options.get("substitutionOption").getAsString().equals("ALLOW_LOOSE");
    Substitutions substitutions = new Substitutions(given, loose);
    substitutions.values.putAll(fixed);
    JsonObject expanded = build.deepCopy();
    for (String field : build.keySet()) {
      if (REPLACED_IN.contains(field)) {
        expanded.add(field, substitutions.in(build.get(field)));
      }
    }
    substitutions.checkUsed();
    return expanded;
  }

  private void checkUsed() {
    for (String key : given) {
      if (!loose && key.startsWith("_") && !used.contains(key)) {
        throw refused(
            "key \"" + key + "\" in the substitution data is not matched in the template");
      }
    }
  }

  private JsonElement in(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject changed = new JsonObject();
      // A script is run as it stands.
      object
          .entrySet()
          .forEach(
              entry ->
                  changed.add(
                      entry.getKey(),
                      entry.getKey().equals("script") ? entry.getValue() : in(entry.getValue())));
      return changed;
    }
    if (element instanceof JsonArray array) {
      JsonArray changed = new JsonArray();
      array.forEach(each -> changed.add(in(each)));
      return changed;
    }
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return new JsonPrimitive(in(primitive.getAsString()));
    }
    return element;
  }

  private String in(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  private String value(java.util.regex.MatchResult match) {
    if (match.group(1) != null) {
      return "$";
    }
    String key = match.group(2) != null ? match.group(2) : match.group(3);
    used.add(key);
    String value = values.get(key);
    if (value != null) {
      return value;
    }
    if (BUILT_IN.contains(key) || loose) {
      return "";
    }
    throw refused(
        key.startsWith("_")
            ? "key in the template \"" + key + "\" is not matched in the substitution data"
            : "key in the template \"" + key + "\" is not a valid built-in substitution");
  }

  private static ApiException refused(String why) {
    return ApiException.invalid(
        "generic::invalid_argument: invalid value for 'build.substitutions': " + why);
  }
}
