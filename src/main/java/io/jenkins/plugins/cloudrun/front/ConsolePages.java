package io.jenkins.plugins.cloudrun.front;

import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Pages of the Google Cloud console. Names of ours need no encoding; filters do. */
public final class ConsolePages {
  private static final String RUN = "https://console.cloud.google.com/run/";
  private static final String LOGS = "https://console.cloud.google.com/logs/query;query=";

  private ConsolePages() {}

  /** A service with its metrics and revisions. */
  public static String service(ServiceKey key) {
    return RUN
        + "detail/"
        + key.region()
        + "/"
        + key.service()
        + "/revisions?project="
        + key.project();
  }

  /** What a service and its containers wrote. */
  public static String logs(ServiceKey key) {
    return LOGS
        + encoded(
            "resource.type=\"cloud_run_revision\"\nresource.labels.service_name=\""
                + key.service()
                + "\"\nresource.labels.location=\""
                + key.region()
                + "\"")
        + "?project="
        + key.project();
  }

  /** What a revision and its containers wrote. */
  public static String logs(ServiceKey key, RevisionName revision) {
    return LOGS
        + encoded(
            "resource.type=\"cloud_run_revision\"\nresource.labels.revision_name=\""
                + revision
                + "\"\nresource.labels.location=\""
                + key.region()
                + "\"")
        + "?project="
        + key.project();
  }

  /** A job with its executions. */
  public static String job(JobKey key) {
    return RUN
        + "jobs/details/"
        + key.region()
        + "/"
        + key.job()
        + "/executions?project="
        + key.project();
  }

  /** An execution with its tasks. */
  public static String execution(JobKey key, String execution) {
    return RUN
        + "jobs/executions/details/"
        + key.region()
        + "/"
        + execution
        + "/tasks?project="
        + key.project();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
