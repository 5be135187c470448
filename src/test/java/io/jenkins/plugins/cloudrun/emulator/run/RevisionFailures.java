package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Condition.CommonReason;
import com.google.cloud.run.v2.Condition.RevisionReason;
import com.google.protobuf.Timestamp;
import io.jenkins.plugins.cloudrun.emulator.container.LaunchFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a revision that did not start says, in the service's words. */
final class RevisionFailures {
  private RevisionFailures() {}

  static String logsUrl(String project, String service, String revision) {
    String filter =
        "resource.type=\"cloud_run_revision\"\nresource.labels.service_name=\"%s\"\nresource.labels.revision_name=\"%s\""
            .formatted(service, revision);
    return "https://console.cloud.google.com/logs/viewer?project=%s&resource=cloud_run_revision/service_name/%s/revision_name/%s&advancedFilter=%s"
        .formatted(project, service, revision, URLEncoder.encode(filter, StandardCharsets.UTF_8));
  }

  static String message(String project, String service, String revision, LaunchFailure failure) {
    String start =
        "Revision '%s' is not ready and cannot serve traffic. %s"
            .formatted(revision, failure.text());
    return switch (failure.kind()) {
      case IMAGE_MISSING, IMAGE_UNSUITABLE, SECRET -> start;
      case NOT_LISTENING, PROBE ->
          start
              + "\n\nLogs URL: "
              + logsUrl(project, service, revision)
              + " \nFor more troubleshooting guidance, see"
              + " https://cloud.google.com/run/docs/troubleshooting#container-failed-to-start";
    };
  }

  /** The condition of the service; that of the revision differs for a missing image. */
  static Condition onService(String type, LaunchFailure failure, String message, Timestamp at) {
    return switch (failure.kind()) {
      case IMAGE_MISSING, IMAGE_UNSUITABLE ->
          Conditions.failed(type, CommonReason.REVISION_FAILED, message, at);
      case SECRET -> Conditions.failed(type, CommonReason.SECRETS_ACCESS_CHECK_FAILED, message, at);
      case NOT_LISTENING, PROBE ->
          Conditions.failed(type, RevisionReason.HEALTH_CHECK_CONTAINER_ERROR, message, at);
    };
  }

  static Condition onRevision(String type, LaunchFailure failure, Timestamp at) {
    return failure.kind() == LaunchFailure.Kind.IMAGE_MISSING
        ? Conditions.failed(type, CommonReason.CONTAINER_MISSING, failure.text(), at)
        : onService(type, failure, failure.text(), at);
  }
}
