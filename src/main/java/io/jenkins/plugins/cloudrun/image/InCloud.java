package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;

/**
 * What the step cannot say of an image that Cloud Build makes, and where it is said instead. The
 * image stays as it was built: Cloud Build's provenance, its attestations and the results of scans
 * are for that digest, and another one of ours would have none of them.
 */
final class InCloud {
  private InCloud() {}

  /**
   * @throws InvalidValueException naming what would not be heeded
   */
  static void check(ImageRequest request) {
    refuse(
        "from",
        !request.from().isEmpty(),
        "write FROM into the Dockerfile; for a function there is baseImage.");
    refuse(
        "env",
        !request.env().isEmpty(),
        "give it to the step that deploys (cloudRunDeploy env), write ENV into the Dockerfile, or,"
            + " for the build by buildpacks, [[build.env]] into project.toml.");
    refuse(
        "labels",
        !request.labels().isEmpty(),
        "write LABEL into the Dockerfile, or give labels to the step that deploys.");
    refuse(
        "entrypoint",
        !request.entrypoint().isEmpty(),
        "give command to the step that deploys, write ENTRYPOINT into the Dockerfile, or, for"
            + " buildpacks, GOOGLE_ENTRYPOINT into [[build.env]] of project.toml.");
    refuse(
        "args",
        !request.args().isEmpty(),
        "give args to the step that deploys, or write CMD into the Dockerfile.");
    refuse("user", !request.user().isEmpty(), "write USER into the Dockerfile.");
    refuse("workdir", !request.workdir().isEmpty(), "write WORKDIR into the Dockerfile.");
    refuse(
        "ports",
        !request.ports().isEmpty(),
        "give port to the step that deploys; what an image exposes means nothing to Cloud Run.");
    refuse(
        "jvmFlags",
        !request.jvmFlags().isEmpty(),
        "give JAVA_TOOL_OPTIONS in the env of the step that deploys.");
    refuse(
        "mainClass",
        !request.mainClass().isEmpty(),
        "write it into the Dockerfile's ENTRYPOINT, or, for buildpacks, GOOGLE_ENTRYPOINT into"
            + " [[build.env]] of project.toml.");
    refuse(
        "sbom",
        request.sbom(),
        "what Cloud Build puts into an image is not known here. It keeps a provenance of its own"
            + " (gcloud artifacts docker images describe IMAGE@DIGEST --show-provenance), and"
            + " 'gcloud artifacts sbom export --uri=IMAGE@DIGEST' lists what Artifact Analysis"
            + " found in it.");
  }

  private static void refuse(String name, boolean given, String instead) {
    if (given) {
      throw new InvalidValueException(
          name + " has no effect on an image that Cloud Build makes: " + instead);
    }
  }
}
