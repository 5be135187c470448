package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Occurrences of Artifact Analysis (Container Analysis API v1), by hand like the logs. */
final class OccurrenceReader implements Scans {
  private static final int PAGE = 1000;

  /** No image has as many; a server that never ends its list must not hold us. */
  private static final int MOST_PAGES = 20;

  private final HttpRequestFactory requests;
  private final String base;

  /**
   * @param transport puts the account's token on each request
   * @param base of the API, without a slash at its end
   */
  OccurrenceReader(HttpTransport transport, String base) {
    this.requests = transport.createRequestFactory();
    this.base = base;
  }

  @Override
  public Scan scan(ProjectId project, ImageReference image) throws Failure {
    Scan best = new Scan(Status.UNKNOWN, "");
    for (JsonObject occurrence : list(project, image, "DISCOVERY")) {
      Scan found = Occurrences.scan(occurrence);
      // An image that was scanned twice has two; one that ended well tells all.
      if (found.status() == Status.FINISHED || best.status() == Status.UNKNOWN) {
        best = found;
      }
    }
    return best;
  }

  @Override
  public List<Vulnerability> vulnerabilities(ProjectId project, ImageReference image)
      throws Failure {
    List<Vulnerability> found = new ArrayList<>();
    for (JsonObject occurrence : list(project, image, "VULNERABILITY")) {
      found.addAll(Occurrences.vulnerabilities(occurrence));
    }
    return found;
  }

  private List<JsonObject> list(ProjectId project, ImageReference image, String kind)
      throws Failure {
    String what = "read what Artifact Analysis knows of " + image;
    List<JsonObject> found = new ArrayList<>();
    String page = "";
    try {
      for (int i = 0; i < MOST_PAGES; i++) {
        GenericUrl url = new GenericUrl(base + "/v1/projects/" + project + "/occurrences");
        url.put(
            "filter",
            "kind=\""
                + kind
                + "\" AND resourceUrl=\"https://"
                + image.name()
                + "@"
                + image.digest().orElseThrow()
                + "\"");
        url.put("pageSize", PAGE);
        if (!page.isEmpty()) {
          url.put("pageToken", page);
        }
        JsonObject answer =
            JsonParser.parseString(requests.buildGetRequest(url).execute().parseAsString())
                .getAsJsonObject();
        if (answer.has("occurrences")) {
          for (JsonElement each : answer.getAsJsonArray("occurrences")) {
            found.add(each.getAsJsonObject());
          }
        }
        page = answer.has("nextPageToken") ? answer.get("nextPageToken").getAsString() : "";
        if (page.isEmpty()) {
          return found;
        }
      }
      return found;
    } catch (HttpResponseException e) {
      throw refused(project, image, e);
    } catch (TokenException e) {
      throw Failures.token(e.reason(), "an access token to " + what);
    } catch (IOException | RuntimeException e) {
      // A RuntimeException is an answer that is no JSON, or not the one that is documented.
      throw new Failure.Transient(
          "We could not "
              + what
              + ": "
              + ApiError.sentence(
                  e instanceof NoAnswerException ? e.getMessage() : "the answer was no JSON"),
          Optional.empty(),
          e);
    }
  }

  private static Failure refused(
      ProjectId project, ImageReference image, HttpResponseException answer) {
    ApiError said = ApiError.of(answer);
    String tried =
        "Artifact Analysis did not tell what it knows of " + image + ": " + said.words() + " ";
    int status = said.status();
    if (status == 408 || status == 429 || status >= 500 && status != 501) {
      return new Failure.Transient(tried.strip(), said.retryAfter(), answer);
    }
    if (Occurrences.isDisabled(answer.getContent())) {
      return new Failure.Permanent(
          Reason.REFUSED,
          "Scanning is not enabled in project "
              + project
              + ", so nothing is known of "
              + image
              + ". Enable it with 'gcloud services enable containerscanning.googleapis.com"
              + " --project="
              + project
              + "' and push again (what was pushed before is not scanned), or leave scan out.",
          answer);
    }
    if (said.code().equals("PERMISSION_DENIED")) {
      return new Failure.Permanent(
          Reason.DENIED,
          tried
              + "The account needs roles/containeranalysis.occurrences.viewer on project "
              + project
              + ".",
          answer);
    }
    if (status == 401) {
      return new Failure.Permanent(
          Reason.UNAUTHENTICATED,
          tried + "Is the key still active, and the controller's clock right?",
          answer);
    }
    return new Failure.Permanent(
        Reason.REFUSED,
        tried + "Check the endpoint (Manage Jenkins, System, Cloud Run) and Jenkins' proxy.",
        answer);
  }
}
