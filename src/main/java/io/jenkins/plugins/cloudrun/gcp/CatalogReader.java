package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.ListJobsRequest;
import com.google.cloud.run.v2.ListServicesRequest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names of what is there, over the Admin API and Artifact Registry's. */
final class CatalogReader implements Catalog {
  private final RunConnection connection;
  private final RestCalls calls;
  private final Optional<String> registryApi;

  /**
   * @param registryApi Artifact Registry's base, without a slash at its end; empty when there is
   *     none that may see the token
   */
  CatalogReader(RunConnection connection, RestCalls calls, Optional<String> registryApi) {
    this.connection = connection;
    this.calls = calls;
    this.registryApi = registryApi;
  }

  @Override
  public List<String> services(ProjectId project, Region region) throws Failure {
    return Calls.call(
            connection.services.listServicesCallable(),
            ListServicesRequest.newBuilder()
                .setParent(parent(project, region))
                .setPageSize(MOST)
                .build(),
            doing("services", project, region))
        .getServicesList()
        .stream()
        .map(service -> ServiceProtos.last(service.getName()))
        .toList();
  }

  @Override
  public List<String> jobs(ProjectId project, Region region) throws Failure {
    return Calls.call(
            connection.jobs.listJobsCallable(),
            ListJobsRequest.newBuilder()
                .setParent(parent(project, region))
                .setPageSize(MOST)
                .build(),
            doing("jobs", project, region))
        .getJobsList()
        .stream()
        .map(job -> ServiceProtos.last(job.getName()))
        .toList();
  }

  @Override
  public List<String> repositories(ProjectId project, Region region) throws Failure {
    if (registryApi.isEmpty()) {
      return List.of();
    }
    JsonObject answer =
        calls.get(
            registryApi.get() + "/v1/" + parent(project, region) + "/repositories?pageSize=" + MOST,
            new Doing(
                "Artifact Registry",
                "list the repositories in " + region + " of " + project,
                false,
                region.value(),
                "roles/artifactregistry.reader"));
    List<String> names = new ArrayList<>();
    if (answer.get("repositories") instanceof JsonArray all) {
      for (JsonElement each : all) {
        if (each instanceof JsonObject repository
            && repository.has("name")
            && "DOCKER".equals(repository.get("format").getAsString())) {
          names.add(
              region
                  + "-docker.pkg.dev/"
                  + project
                  + "/"
                  + ServiceProtos.last(repository.get("name").getAsString())
                  + "/");
        }
      }
    }
    return names;
  }

  private static String parent(ProjectId project, Region region) {
    return "projects/" + project + "/locations/" + region;
  }

  private static Doing doing(String what, ProjectId project, Region region) {
    return new Doing(
        "list the " + what + " in " + region + " of " + project,
        false,
        region.value(),
        "roles/run.viewer");
  }
}
