package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Advice for each message that Cloud Run was seen to write. */
class AdviceTest {
  private static final String PORT =
      "HEALTH_CHECK_CONTAINER_ERROR Revision 'shop-00001-glb' is not ready and cannot serve"
          + " traffic. The user-provided container failed to start and listen on the port defined"
          + " provided by the PORT=8080 environment variable. Logs for this revision might contain"
          + " more information.\n\n"
          + "Logs URL: https://console.cloud.google.com/logs/viewer?project=p \n"
          + "For more troubleshooting guidance, see"
          + " https://cloud.google.com/run/docs/troubleshooting#container-failed-to-start";
  private static final String PORT_NOW =
      "HEALTH_CHECK_CONTAINER_ERROR Revision 'shop-00001-glb' is not ready and cannot serve"
          + " traffic. The user-provided container failed to start and listen on the port defined"
          + " provided by the PORT=8080 environment variable within the allocated timeout. This can"
          + " happen when the container port is misconfigured or if the timeout is too short. The"
          + " health check timeout can be extended. Logs for this revision might contain more"
          + " information.";

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of(PORT, "", "must listen on 0.0.0.0"),
        Arguments.of(PORT_NOW, "listening on 127.0.0.1:8080", "must listen on 0.0.0.0"),
        Arguments.of(
            "HEALTH_CHECK_CONTAINER_ERROR Revision 'shop-1' is not ready and cannot serve traffic."
                + " The user-provided container failed the configured startup probe checks.",
            "",
            "The probe that is configured got no good answer"),
        Arguments.of(
            "REVISION_FAILED Revision 'shop-1' is not ready and cannot serve traffic. Image"
                + " 'us-central1-docker.pkg.dev/p/apps/missing-image' not found.",
            "",
            "that it was pushed"),
        Arguments.of("CONTAINER_MISSING ", "", "that it was pushed"),
        Arguments.of(
            "CONTAINER_PERMISSION_DENIED Revision 'shop-1' is not ready and cannot serve traffic."
                + " Google Cloud Run Service Agent"
                + " service-123456789012@serverless-robot-prod.iam.gserviceaccount.com must have"
                + " permission to read the image, eu.gcr.io/p/shop. Ensure that the provided"
                + " container image URL is correct and that the above account has permission to"
                + " access the image. If you just enabled the Cloud Run API, the permissions might"
                + " take a few minutes to propagate. Note that the image is from project [A], which"
                + " is not the same as this project [B]. Permission must be granted to the Google"
                + " Cloud Run Service Agent"
                + " service-123456789012@serverless-robot-prod.iam.gserviceaccount.com from this"
                + " project. See https://cloud.google.com/run/docs/deploying#other-projects",
            "",
            "--member=serviceAccount:service-123456789012@serverless-robot-prod.iam"),
        Arguments.of(
            "SECRETS_ACCESS_CHECK_FAILED spec.template.spec.volumes[1].secret.items[0].key:"
                + " Permission denied on secret: projects/123/secrets/db/versions/latest for"
                + " Revision service account run@p.iam.gserviceaccount.com. The service account"
                + " used must be granted the 'Secret Manager Secret Accessor' role"
                + " (roles/secretmanager.secretAccessor) at the secret, project or higher level.",
            "",
            "gcloud secrets add-iam-policy-binding projects/123/secrets/db --member"),
        Arguments.of("SECRETS_ACCESS_CHECK_FAILED ", "", "add-iam-policy-binding SECRET --member"),
        Arguments.of(
            "REVISION_FAILED Cloud Run does not support image 'IMG': Container manifest type"
                + " 'application/vnd.oci.image.index.v1+json' must support amd64/linux.",
            "",
            "--platform linux/amd64"),
        Arguments.of(
            PORT_NOW,
            "terminated: Application failed to start: failed to load /app/shop: exec format error",
            "for another processor"),
        Arguments.of(
            "The service has encountered an error during container import. Please try again later."
                + " Resource readiness deadline exceeded.",
            "",
            "did not get the image in time"),
        Arguments.of(
            "Permission 'iam.serviceaccounts.actAs' denied on service account run@p (or it may not"
                + " exist).",
            "",
            "roles/iam.serviceAccountUser"),
        Arguments.of(
            "Quota exceeded for total allowable CPU per project per region.",
            "",
            "A quota is used up"),
        Arguments.of("ACTIVE_REVISION_LIMIT_REACHED ", "", "A quota is used up"),
        Arguments.of(PORT_NOW, "Container called exit(1).", "with exit code 1: its last lines"),
        Arguments.of(PORT_NOW, "Container called exit(0).", "what runs to an end is a job"),
        Arguments.of(PORT_NOW, "Container called exit(127).", "the program was not found"),
        Arguments.of(PORT_NOW, "Container called exit(137).", "needs more memory"),
        Arguments.of(
            PORT,
            "Memory limit of 512 MiB exceeded with 530 MiB used. Consider increasing the memory"
                + " limit",
            "raise memory"),
        Arguments.of(
            "REVISION_FAILED The container exited with an error, exit code: 3",
            "",
            "with exit code 3"),
        Arguments.of("VPC_NETWORK_NOT_FOUND ", "", "VPC settings"),
        Arguments.of("ENCRYPTION_KEY_PERMISSION_DENIED ", "", "roles/cloudkms"),
        Arguments.of(
            "CONTAINER_IMAGE_UNAUTHORIZED Denied by Binary Authorization.", "", "attest it"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void eachRealMessageHasItsAdvice(String said, String logged, String advice) {
    String given = Advice.of(List.of(said), List.of("starting", logged)).orElse("none");
    assertTrue(given.contains(advice), given);
  }

  @Test
  void whatNobodyKnowsGetsNoAdvice() {
    assertEquals(
        Optional.empty(),
        Advice.of(List.of("Gate GET /healthz is unhealthy"), List.of("no database")));
  }

  /** What a user's own line says in passing is no cause. */
  @Test
  void aLineOfTheProgramDoesNotOutweighTheConditions() {
    String given =
        Advice.of(List.of(PORT), List.of("loaded quota settings", "Image 'a' not found in cache"))
            .orElse("none");
    assertTrue(given.contains("must listen on 0.0.0.0"), given);
  }
}
