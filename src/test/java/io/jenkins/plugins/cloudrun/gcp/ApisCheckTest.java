package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which APIs are on, as Service Usage and as refusals say it. */
class ApisCheckTest extends OnCloudRun {
  private static final ProjectId PROJECT = new ProjectId("demo-project");

  @AfterEach
  void everythingIsOn() {
    rig.emulator().access().enable("artifactregistry").enable("run");
  }

  private List<Finding> asked(boolean images) {
    Findings findings = new Findings();
    Optional<java.net.URI> none = Optional.empty();
    new ApisCheck(
            new RestCalls(Asked.transport("access:" + Asked.DEPLOYER, Duration.ofSeconds(10))),
            new Endpoints(Optional.of(rig.emulator().api()), none, none, none, none),
            findings)
        .run(PROJECT, images);
    return findings.all();
  }

  @Test
  void tellsWhatIsOnAndWhatIsOff() {
    rig.emulator().access().disable("artifactregistry").disable("run");
    assertEquals(
        List.of(
            "run.googleapis.com MISSING",
            "artifactregistry.googleapis.com MISSING",
            "logging.googleapis.com OK",
            "monitoring.googleapis.com OK",
            "cloudbuild.googleapis.com OK"),
        asked(true).stream().map(f -> f.check() + " " + f.state()).toList());
    assertEquals(
        Optional.of("gcloud services enable run.googleapis.com --project=demo-project"),
        asked(true).get(0).command());
  }

  @Test
  void asksForTheRegistryOnlyWhereImagesAre() {
    assertEquals(
        List.of(),
        asked(false).stream().filter(f -> f.check().startsWith("artifactregistry")).toList());
  }

  private static Failure refusal(String details) {
    return new Failure.Permanent(
        Failure.Reason.DENIED,
        "no",
        new IllegalStateException(
            new HttpResponseException.Builder(403, "Forbidden", new HttpHeaders())
                .setContent("{\"error\": {\"message\": \"m\", \"details\": [" + details + "]}}")
                .build()));
  }

  @Test
  void readsTheReasonAndNotTheWords() {
    assertEquals(
        Optional.of(new SwitchedOff("run.googleapis.com", "Cloud Run Admin API", "424242")),
        SwitchedOff.of(
            refusal(
                "{\"reason\": \"SERVICE_DISABLED\", \"metadata\": {\"service\":"
                    + " \"run.googleapis.com\", \"serviceTitle\": \"Cloud Run Admin API\","
                    + " \"consumer\": \"projects/424242\"}}")));
    assertEquals(
        Optional.empty(),
        SwitchedOff.of(
            refusal(
                "{\"reason\": \"IAM_PERMISSION_DENIED\", \"metadata\": {\"permission\":"
                    + " \"run.services.list\"}}")));
  }

  @Test
  void putsNothingIntoACommandThatAShellWouldRun() {
    assertEquals(
        Optional.empty(),
        SwitchedOff.of(
            refusal(
                "{\"reason\": \"SERVICE_DISABLED\", \"metadata\": {\"service\":"
                    + " \"run.googleapis.com\", \"consumer\": \"projects/1;rm -r .\"}}")));
  }

  @Test
  void readsTheSentenceOfARegistry() {
    assertEquals(
        Optional.of(
            new SwitchedOff(
                "artifactregistry.googleapis.com", "Artifact Registry API", "254464063395")),
        SwitchedOff.of(
            new Failure.Permanent(
                Failure.Reason.DENIED,
                "Could not push: Artifact Registry API has not been used in project 254464063395"
                    + " before or it is disabled. Enable it by visiting"
                    + " https://console.developers.google.com/apis/api/"
                    + "artifactregistry.googleapis.com/overview?project=254464063395 then retry.",
                null)));
    assertEquals(State.OPTIONAL, ApisCheck.BUILD.lacking());
  }
}
