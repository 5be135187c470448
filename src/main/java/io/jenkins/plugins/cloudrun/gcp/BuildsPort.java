package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds;
import java.util.Optional;

/**
 * Builds over Cloud Build v1, submitted through Cloud Run where that knows how to build. By hand:
 * Cloud Run's client library cannot read the answer of builds:submit, which carries a message of
 * Cloud Build, and Cloud Build's own library speaks gRPC.
 */
final class BuildsPort implements SourceBuilds {
  private static final String ROLES =
      "roles/cloudbuild.builds.editor, and roles/iam.serviceAccountUser on the account that the"
          + " build runs as";

  private final RestCalls calls;
  private final BuildLogs logs;
  private final String runBase;
  private final String buildBase;

  BuildsPort(RestCalls calls, BuildLogs logs, Endpoints endpoints) {
    this.calls = calls;
    this.logs = logs;
    this.runBase = endpoints.apiBase();
    this.buildBase = endpoints.cloudBuildBase();
  }

  @Override
  public Submitted submit(Order order) throws Failure {
    boolean run = BuildOrders.forCloudRun(order);
    JsonObject answer =
        calls.post(
            run
                ? runBase + "/v2/" + parent(order.place()) + "/builds:submit"
                : buildBase + "/v1/" + parent(order.place()) + "/builds",
            run ? BuildOrders.submission(order) : BuildOrders.build(order),
            new Doing(
                run ? "Cloud Run" : "Cloud Build",
                "submit the build of " + order.image() + " in " + order.place(),
                true,
                order.place().region().value(),
                run ? "roles/run.sourceDeveloper or " + ROLES : ROLES));
    JsonObject operation =
        answer.get("buildOperation") instanceof JsonObject inner ? inner : answer;
    return BuildAnswers.id(operation)
        .map(id -> new Submitted(id, BuildAnswers.warnings(answer)))
        .orElseThrow(
            () ->
                new Failure.Ambiguous(
                    "The build of "
                        + order.image()
                        + " was submitted, but the answer does not name it.",
                    null));
  }

  @Override
  public Optional<String> find(Place place, String marker) throws Failure {
    JsonObject answer =
        calls.get(
            buildBase
                + "/v1/"
                + parent(place)
                + "/builds?pageSize=20&filter="
                + RestCalls.encoded("tags=\"" + marker + "\""),
            doing("list the builds in " + place, false, place));
    return BuildAnswers.tagged(answer, marker);
  }

  @Override
  public Optional<BuildState> build(Place place, String id) throws Failure {
    try {
      return Optional.of(
          BuildAnswers.state(
              calls.get(url(place, id), doing("read build " + id + " in " + place, false, place))));
    } catch (Failure.Permanent e) {
      if (e.reason() == Failure.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void cancel(Place place, String id) throws Failure {
    if (ended(place, id)) {
      return;
    }
    try {
      JsonObject unused =
          calls.post(
              url(place, id) + ":cancel",
              new JsonObject(),
              doing("cancel build " + id + " in " + place, true, place));
    } catch (Failure.Permanent e) {
      // It may have ended in between.
      if (!ended(place, id)) {
        throw e;
      }
    }
  }

  private boolean ended(Place place, String id) throws Failure {
    return build(place, id).map(state -> state.status().ended()).orElse(true);
  }

  @Override
  public LogPart log(Place place, BuildState build, LogMark from) throws Failure {
    return logs.read(place, build, from);
  }

  private String url(Place place, String id) {
    return buildBase + "/v1/" + parent(place) + "/builds/" + RestCalls.encoded(id);
  }

  private static String parent(Place place) {
    return "projects/"
        + RestCalls.encoded(place.project().value())
        + "/locations/"
        + place.region().value();
  }

  private static Doing doing(String what, boolean write, Place place) {
    return new Doing("Cloud Build", what, write, place.region().value(), ROLES);
  }
}
