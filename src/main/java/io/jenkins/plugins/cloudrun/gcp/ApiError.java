package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer that says no, read from the answer itself: the library's exceptions keep only one
 * of several codes for a status, and wrap the server's words in their own.
 *
 * @param status of HTTP
 * @param code the canonical code such as {@code ABORTED}, or OAuth's such as {@code invalid_grant};
 *     empty when the answer is none of Google's, but a proxy's page or the like
 * @param words the server's own, ending like a sentence
 * @param retryAfter the header, if it is a number of seconds
 */
record ApiError(int status, String code, String words, Optional<Duration> retryAfter) {
  private static final int MOST_TEXT = 1000;
  private static final Duration MOST_PAUSE = Duration.ofMinutes(5);

  /** What looks like a token, in case a server repeats what it was sent. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?i:bearer)\\s+[\\w.~+/=-]{8,}|ya29\\.[\\w.-]+|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  static ApiError of(HttpResponseException answer) {
    Optional<Duration> pause = retryAfter(answer);
    Optional<ApiError> understood =
        parsed(answer.getContent()).flatMap(json -> of(answer.getStatusCode(), json, pause));
    return understood.orElseGet(
        () ->
            new ApiError(
                answer.getStatusCode(),
                "",
                "the answer was HTTP status "
                    + answer.getStatusCode()
                    + ", without an explanation from Google (a proxy's page?).",
                pause));
  }

  /**
   * A {@code google.rpc.ErrorInfo}: why an API refuses, for machines.
   *
   * @param reason such as {@code SERVICE_DISABLED}; empty if there is none
   */
  record Detail(String reason, Map<String, String> metadata) {}

  /** What the answer's details say, in their order. */
  static List<Detail> details(HttpResponseException answer) {
    List<Detail> details = new ArrayList<>();
    parsed(answer.getContent())
        .filter(json -> json.get("error") instanceof JsonObject)
        .ifPresent(
            json -> {
              for (JsonObject detail : objects(json.getAsJsonObject("error"), "details")) {
                Map<String, String> metadata = new LinkedHashMap<>();
                if (detail.get("metadata") instanceof JsonObject told) {
                  told.keySet().forEach(key -> metadata.put(key, text(told, key)));
                }
                details.add(new Detail(text(detail, "reason"), metadata));
              }
            });
    return details;
  }

  /** Whether Google itself answered. */
  boolean googles() {
    return !code.isEmpty();
  }

  private static Optional<ApiError> of(int status, JsonObject json, Optional<Duration> pause) {
    JsonElement error = json.get("error");
    if (error instanceof JsonObject object) {
      String code = text(object, "status");
      return Optional.of(
          new ApiError(
              status,
              code.isEmpty() ? "HTTP_" + status : code,
              sentence(text(object, "message") + violations(object)),
              pause));
    }
    if (json.has("error") && !text(json, "error").isEmpty()) {
      String description = text(json, "error_description");
      // Prometheus says what is wrong with a query in the member where OAuth has its code.
      boolean query = text(json, "errorType").equals("bad_data");
      String code = query ? "INVALID_ARGUMENT" : text(json, "error");
      if (query) {
        return Optional.of(new ApiError(status, code, sentence(text(json, "error")), pause));
      }
      return Optional.of(
          new ApiError(
              status,
              code,
              sentence(description.isEmpty() ? code : code + ": " + description),
              pause));
    }
    return Optional.empty();
  }

  /** google.rpc.BadRequest: sometimes only the details say which field is wrong. */
  private static String violations(JsonObject error) {
    List<String> said = new ArrayList<>();
    String message = text(error, "message");
    for (JsonObject detail : objects(error, "details")) {
      for (JsonObject violation : objects(detail, "fieldViolations")) {
        String description = text(violation, "description");
        if (!description.isEmpty() && !message.contains(description)) {
          said.add(text(violation, "field") + ": " + description);
        }
      }
    }
    return said.isEmpty() ? "" : " (" + String.join("; ", said) + ")";
  }

  private static List<JsonObject> objects(JsonObject in, String field) {
    List<JsonObject> found = new ArrayList<>();
    if (in.get(field) != null && in.get(field).isJsonArray()) {
      for (JsonElement element : in.getAsJsonArray(field)) {
        if (element instanceof JsonObject object) {
          found.add(object);
        }
      }
    }
    return found;
  }

  private static String text(JsonObject in, String field) {
    JsonElement value = in.get(field);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static Optional<JsonObject> parsed(@Nullable String content) {
    if (content == null) {
      return Optional.empty();
    }
    try {
      return JsonParser.parseString(content) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> retryAfter(HttpResponseException answer) {
    String header = answer.getHeaders() == null ? null : answer.getHeaders().getRetryAfter();
    if (header == null || !header.strip().matches("[0-9]{1,6}")) {
      // The header may also be a date; nobody at Google sends one.
      return Optional.empty();
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(header.strip()));
    return Optional.of(asked.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : asked);
  }

  /** {@code text} without tokens, not too long, and ending like a sentence. */
  static String sentence(@Nullable String text) {
    String all = text == null || text.isBlank() ? "no explanation was given" : text.strip();
    all = TOKEN.matcher(all).replaceAll("***");
    String cut = all.length() <= MOST_TEXT ? all : all.substring(0, MOST_TEXT) + "...";
    return cut.endsWith(".") || cut.endsWith("!") || cut.endsWith("?") ? cut : cut + ".";
  }
}
