package io.jenkins.plugins.cloudrun.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commands that people paste into a shell. */
class RemediesTest {
  private static final ImageName APPS =
      ImageName.parse("europe-docker.pkg.dev/my-project/apps/team");

  @Test
  void repositoriesAreNamedAsArtifactRegistryNamesThem() {
    assertEquals(
        Optional.of(
            "gcloud artifacts repositories create apps --location=europe --project=my-project"
                + " --repository-format=docker"),
        Remedies.create(APPS));
    assertEquals(
        Optional.of(
            "gcloud artifacts repositories add-iam-policy-binding apps --location=europe"
                + " --project=my-project"
                + " --member=serviceAccount:deployer@my-project.iam.gserviceaccount.com"
                + " --role=roles/artifactregistry.writer"),
        new Remedies("deployer@my-project.iam.gserviceaccount.com").push(APPS));
    assertEquals(Optional.empty(), Remedies.create(ImageName.parse("gcr.io/my-project/shop")));
  }

  @Test
  void whoIsNotKnownOrCannotBePastedIsLeftForThePerson() {
    ProjectId project = new ProjectId("my-project");
    String end = " --role=roles/run.developer";
    String begin = "gcloud projects add-iam-policy-binding my-project --member=";
    assertEquals(begin + "MEMBER" + end, new Remedies("").grant("roles/run.developer", project));
    assertEquals(
        begin + "MEMBER" + end,
        new Remedies("the controller's; rm -rf /").grant("roles/run.developer", project));
    String principal =
        "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/s";
    assertEquals(
        begin + principal + end, new Remedies(principal).grant("roles/run.developer", project));
  }
}
