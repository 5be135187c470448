package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.ListJobsRequest;
import com.google.cloud.run.v2.ListRevisionsRequest;
import com.google.cloud.run.v2.ListServicesRequest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.util.Timestamps;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Names of what is there, over the Admin API and Artifact Registry's. */
final class CatalogReader implements Catalog {
  /** Source: cloud.google.com/artifact-registry/docs/repositories/repo-locations. */
  private static final List<String> MULTI_REGIONS = List.of("asia", "europe", "us");

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
  public List<String> revisions(ProjectId project, Region region, ServiceName service)
      throws Failure {
    return Calls.call(
            connection.revisions.listRevisionsCallable(),
            ListRevisionsRequest.newBuilder()
                .setParent(parent(project, region) + "/services/" + service)
                .setPageSize(MOST)
                .build(),
            doing("revisions of " + service, project, region))
        .getRevisionsList()
        .stream()
        .sorted((a, b) -> Timestamps.compare(b.getCreateTime(), a.getCreateTime()))
        .map(revision -> ServiceProtos.last(revision.getName()))
        .toList();
  }

  @Override
  public List<String> repositories(ProjectId project, Region region) throws Failure {
    if (registryApi.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(repositories(registryApi.get(), project, region.value()));
    Optional<String> around = MULTI_REGIONS.stream().filter(inside(region)).findFirst();
    if (around.isPresent()) {
      names.addAll(repositories(registryApi.get(), project, around.get()));
    }
    return names;
  }

  private static Predicate<String> inside(Region region) {
    return multi -> region.value().startsWith(multi + "-");
  }

  private List<String> repositories(String api, ProjectId project, String location) throws Failure {
    JsonObject answer =
        calls.get(
            api
                + "/v1/projects/"
                + project
                + "/locations/"
                + location
                + "/repositories?pageSize="
                + MOST,
            new Doing(
                "Artifact Registry",
                "list the repositories in " + location + " of " + project,
                false,
                location,
                "roles/artifactregistry.reader"));
    List<String> names = new ArrayList<>();
    if (answer.get("repositories") instanceof JsonArray all) {
      for (JsonElement each : all) {
        if (each instanceof JsonObject repository
            && repository.has("name")
            && "DOCKER".equals(repository.get("format").getAsString())) {
          names.add(
              location
                  + "-docker.pkg.dev/"
                  // A domain's projects are DOMAIN/ID in the names of images.
                  + project.value().replace(':', '/')
                  + "/"
                  + ServiceProtos.last(repository.get("name").getAsString()));
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
