package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The last lines of a revision's containers, from Cloud Logging's entries:list. The client library
 * for it is gRPC only and four times this plugin's size, so this is the one call that it needs, by
 * hand.
 */
final class LogReader {
  private static final int MOST_LINE = 2000;

  /** Entries of requests have no line; among those of a revision under load most are such. */
  private static final int ENTRIES_PER_LINE = 4;

  private static final int LARGEST_PAGE = 1000;

  private final HttpRequestFactory requests;
  private final String base;

  /**
   * @param transport puts the account's token on each request
   */
  LogReader(HttpTransport transport, String base) {
    this.requests = transport.createRequestFactory();
    this.base = base;
  }

  /** Oldest first. */
  List<String> revision(ServiceKey key, RevisionName revision, int atMost) throws Failure {
    String filter =
        "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\""
            + key.service()
            + "\" AND resource.labels.revision_name=\""
            + revision
            + "\" AND resource.labels.location=\""
            + key.region()
            + "\"";
    JsonObject body = new JsonObject();
    body.add("resourceNames", JsonParser.parseString("[\"projects/" + key.project() + "\"]"));
    body.addProperty("filter", filter);
    body.addProperty("orderBy", "timestamp desc");
    body.addProperty("pageSize", Math.min(LARGEST_PAGE, atMost * ENTRIES_PER_LINE));
    Doing doing =
        new Doing(
            "read the log of revision " + revision,
            false,
            key.region().value(),
            "roles/logging.viewer to show it here");
    try {
      HttpRequest request =
          requests.buildPostRequest(
              new GenericUrl(base + "/v2/entries:list"),
              new ByteArrayContent(
                  "application/json", body.toString().getBytes(StandardCharsets.UTF_8)));
      HttpResponse response = request.execute();
      return lines(JsonParser.parseString(response.parseAsString()).getAsJsonObject(), atMost);
    } catch (HttpResponseException e) {
      throw Failures.of(ApiError.of(e), doing, e);
    } catch (TokenException e) {
      throw Failures.token(e.reason(), "an access token to " + doing.what());
    } catch (IOException | RuntimeException e) {
      // A RuntimeException is an answer that is no JSON, or not the one that is documented.
      throw new Failure.Transient(
          "Cloud Logging did not let us "
              + doing.what()
              + ": "
              + ApiError.sentence(
                  e instanceof NoAnswerException ? e.getMessage() : "it answered nonsense")
              + " Look at the log in the console.",
          Optional.empty(),
          e);
    }
  }

  private static List<String> lines(JsonObject answer, int atMost) {
    List<String> lines = new ArrayList<>();
    if (answer.has("entries")) {
      for (JsonElement element : answer.getAsJsonArray("entries")) {
        JsonObject entry = element.getAsJsonObject();
        text(entry)
            .filter(text -> lines.size() < atMost)
            .ifPresent(
                text ->
                    lines.add(text.length() <= MOST_LINE ? text : text.substring(0, MOST_LINE)));
      }
    }
    Collections.reverse(lines);
    return lines;
  }

  private static Optional<String> text(JsonObject entry) {
    if (entry.has("textPayload")) {
      return Optional.of(entry.get("textPayload").getAsString().stripTrailing());
    }
    if (entry.has("jsonPayload")) {
      JsonObject payload = entry.getAsJsonObject("jsonPayload");
      return Optional.of(
          payload.get("message") instanceof JsonPrimitive message
              ? message.getAsString()
              : payload.toString());
    }
    return Optional.empty();
  }
}
