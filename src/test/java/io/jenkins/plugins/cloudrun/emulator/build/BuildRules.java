package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.util.Set;
import java.util.regex.Pattern;

/** What Cloud Build refuses before it makes a build. */
final class BuildRules {
  private static final Set<String> FIELDS =
      Set.of(
          "source",
          "steps",
          "timeout",
          "images",
          "queueTtl",
          "artifacts",
          "logsBucket",
          "options",
          "substitutions",
          "tags",
          "secrets",
          "serviceAccount",
          "availableSecrets",
          "gitConfig",
          "dependencies");
  private static final Set<String> STEP_FIELDS =
      Set.of(
          "name",
          "env",
          "args",
          "dir",
          "id",
          "waitFor",
          "entrypoint",
          "secretEnv",
          "volumes",
          "timeout",
          "allowFailure",
          "allowExitCodes",
          "script",
          "automapSubstitutions");
  private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");
  private static final Pattern DURATION = Pattern.compile("\\d+(?:\\.\\d+)?s");
  private static final Pattern ACCOUNT = Pattern.compile("projects/[^/]+/serviceAccounts/[^/]+");

  private BuildRules() {}

  static JsonObject parse(String body) {
    try {
      JsonObject build = JsonParser.parseString(body).getAsJsonObject();
      known(build, FIELDS, "build");
      if (build.has("steps")) {
        for (JsonElement step : build.getAsJsonArray("steps")) {
          known(step.getAsJsonObject(), STEP_FIELDS, "build.steps[]");
        }
      }
      return build;
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      throw ApiException.invalid("Invalid JSON payload received. " + e.getMessage());
    }
  }

  private static void known(JsonObject object, Set<String> fields, String where) {
    for (String field : object.keySet()) {
      if (!fields.contains(field)) {
        throw ApiException.invalid(
            "Invalid JSON payload received. Unknown name \"%s\" at '%s': Cannot find field."
                .formatted(field, where));
      }
    }
  }

  /** Refuses a build whose substitutions are expanded. */
  static void check(JsonObject build) {
    JsonArray steps = Field.array(build, "steps");
    if (steps.isEmpty()) {
      throw invalid("invalid build: must specify at least one build step");
    }
    int number = 0;
    for (JsonElement element : steps) {
      JsonObject step = element.getAsJsonObject();
      if (Field.text(step, "name").isEmpty()) {
        throw invalid("invalid build: invalid build step " + number + ": name must be specified");
      }
      if (step.has("script") && (step.has("args") || step.has("entrypoint"))) {
        throw invalid(
            "invalid build: invalid build step "
                + number
                + ": script cannot be specified with args or entrypoint");
      }
      number++;
    }
    for (String tag : Field.texts(build, "tags")) {
      if (!TAG.matcher(tag).matches()) {
        throw invalid(
            "invalid build: invalid build tag \""
                + tag
                + "\": must match format \"^[\\w][\\w.-]{0,127}$\"");
      }
    }
    for (String image : Field.texts(build, "images")) {
      if (image.isBlank()
          || image.contains("@")
          || !image.equals(image.toLowerCase(java.util.Locale.ROOT)) && !image.contains(":")) {
        throw invalid(
            "invalid build: invalid image name \""
                + image
                + "\": could not parse reference: "
                + image);
      }
    }
    if (build.has("timeout") && !DURATION.matcher(Field.text(build, "timeout")).matches()) {
      throw ApiException.invalid(
          "Invalid value at 'build.timeout' (type.googleapis.com/google.protobuf.Duration), \""
              + Field.text(build, "timeout")
              + "\"");
    }
    checkAccount(build);
  }

  /** A build that runs as another account must say where its log goes. */
  private static void checkAccount(JsonObject build) {
    String account = Field.text(build, "serviceAccount");
    if (account.isEmpty()) {
      return;
    }
    if (!ACCOUNT.matcher(account).matches()) {
      throw invalid(
          "invalid build: invalid service account \""
              + account
              + "\": must match format projects/{project}/serviceAccounts/{account}");
    }
    JsonObject options = Field.object(build, "options");
    String logging = Field.text(options, "logging");
    if (!build.has("logsBucket")
        && !Field.text(options, "defaultLogsBucketBehavior").equals("REGIONAL_USER_OWNED_BUCKET")
        && !logging.equals("CLOUD_LOGGING_ONLY")
        && !logging.equals("NONE")) {
      throw ApiException.invalid(
          "if 'build.service_account' is specified, the build must either (a) specify"
              + " 'build.logs_bucket', (b) use the REGIONAL_USER_OWNED_BUCKET"
              + " build.options.default_logs_bucket_behavior option, or (c) use either"
              + " CLOUD_LOGGING_ONLY / NONE logging options");
    }
  }

  private static ApiException invalid(String why) {
    return ApiException.invalid("generic::invalid_argument: " + why);
  }
}
