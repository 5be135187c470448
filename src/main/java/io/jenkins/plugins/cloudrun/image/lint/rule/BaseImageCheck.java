package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.DockerfileView;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.Step;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** How base images are named. */
public final class BaseImageCheck implements Check<DockerfileView> {
  static final Rule LATEST =
      new Rule(
          "latest-base",
          Severity.WARNING,
          "What the name stands for changes without notice, so the same sources may build another"
              + " image tomorrow. Name a version, such as node:22-slim, or a digest.");
  static final Rule CONTAINER_REGISTRY =
      new Rule(
          "container-registry-base",
          Severity.WARNING,
          "Container Registry is shut down: the image can be read only if the project moved its"
              + " gcr.io host to Artifact Registry. Copy it to REGION-docker.pkg.dev/PROJECT/"
              + "REPOSITORY and name it there.");

  /** Owners under gcr.io that are Google's own or those of public projects, and go on. */
  private static final Set<String> PUBLIC_OWNERS =
      Set.of(
          "distroless",
          "buildpacks",
          "cloud-builders",
          "cloud-marketplace",
          "cloud-marketplace-tools",
          "cloud-spanner-emulator",
          "cloud-sql-connectors",
          "cloudrun",
          "cloudsql-docker",
          "endpoints-release",
          "gae-runtimes",
          "gcp-runtimes",
          "gke-release",
          "google-appengine",
          "google-containers",
          "google-samples",
          "google_appengine",
          "google_containers",
          "google.com",
          "istio-release",
          "kaniko-project",
          "knative-releases",
          "kubebuilder",
          "paketo-buildpacks",
          "projectsigstore",
          "serverless-runtimes",
          "tekton-releases");

  private static final Set<String> HOSTS =
      Set.of("gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io");

  @Override
  public List<Rule> rules() {
    return List.of(LATEST, CONTAINER_REGISTRY);
  }

  @Override
  public void check(DockerfileView dockerfile, Consumer<Finding> found) {
    for (Step step : dockerfile.steps()) {
      if (step.is("FROM") && !dockerfile.isStage(step)) {
        check(dockerfile.imageOf(step), dockerfile.file(), step.line(), found);
      }
    }
  }

  /**
   * @param image as a person names it; {@code scratch} and what still has variables is left alone
   */
  static void check(String image, String file, int line, Consumer<Finding> found) {
    if (image.isEmpty() || image.equals("scratch") || image.contains("$")) {
      return;
    }
    String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    String repository = tagged ? name.substring(0, colon) : name;
    // Their version stands in the name, and there are no tags for it.
    boolean distroless = repository.contains("/distroless/");
    if (!image.contains("@")
        && !distroless
        && (!tagged || name.substring(colon + 1).equals("latest"))) {
      found.accept(
          LATEST.at(
              file,
              line,
              "Base image '" + image + "' " + (tagged ? "is tagged 'latest'" : "has no tag")));
    }
    String[] parts = repository.split("/", -1);
    if (parts.length > 1 && HOSTS.contains(parts[0]) && !PUBLIC_OWNERS.contains(parts[1])) {
      found.accept(
          CONTAINER_REGISTRY.at(
              file, line, "Base image '" + image + "' is in Google Container Registry"));
    }
  }
}
