package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The form of an identity in a browser, for each way to prove it; and its button. */
class IdentityPagesIT extends RolloutJobs {
  private static final String PROVIDER =
      "projects/123456789012/locations/global/workloadIdentityPools/jenkins/providers/main";

  /** As {@code gcloud iam workload-identity-pools create-cred-config} writes it. */
  private static final String EXTERNAL =
      """
      {
        "type": "external_account",
        "universe_domain": "googleapis.com",
        "audience": "//iam.googleapis.com/PROVIDER",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": "https://sts.googleapis.com/v1/token",
        "credential_source": {"file": "/var/run/token"}
      }
      """
          .replace("PROVIDER", PROVIDER);

  private static final String FORM = "form[name=update]";
  private static final String ANSWER = "document.querySelector('.cloud-run-ask__answer')";

  private static Chromium chromium;
  private static Walk walk;

  @BeforeAll
  static void identities() throws Exception {
    chromium = Chromium.start(Files.createDirectories(temporary.resolve("chromium")));
    walk = new Walk(chromium, jenkins.root(), Path.of("target/pages"));
    String key = Files.readString(cloud.setup().keyFile());
    for (var form :
        List.of(
            IdentityForms.key("by-key", key),
            IdentityForms.impersonating(
                IdentityForms.federation(
                    "federated",
                    PROVIDER,
                    "cloud-run-demo",
                    "ci@my-project.iam.gserviceaccount.com"),
                "middle@my-project.iam.gserviceaccount.com",
                "deployer@my-project.iam.gserviceaccount.com"),
            IdentityForms.external("external", EXTERNAL, "cloud-run-demo"),
            IdentityForms.external("external-unread", EXTERNAL, ""),
            IdentityForms.machine("machine"))) {
      String unused =
          jenkins.submit(IdentityForms.STORE + "createCredentials", IdentityForms.made(form));
    }
  }

  @AfterAll
  static void leave() throws Exception {
    // Not there when the tests are skipped.
    if (chromium != null) {
      chromium.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> isWellFormedForEverybody() {
    List<PageOfOurs> pages = new ArrayList<>();
    for (String id : List.of("by-key", "federated", "external", "external-unread", "machine")) {
      pages.add(
          PageOfOurs.part(
              "identity-" + id, IdentityForms.STORE + "credential/" + id + "/update", FORM));
    }
    return pages.stream()
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> walk.through(page)));
  }

  @Test
  void theButtonSaysWhoItIs() throws Exception {
    walk.visit(
        PageOfOurs.part("identity-asked", IdentityForms.STORE + "credential/by-key/update", FORM));
    chromium.evaluate("document.querySelector('.cloud-run-ask__button').click()");
    chromium.await(ANSWER + ".textContent.includes('It acts as ')");
    String answer = chromium.text(ANSWER + ".textContent");
    assertTrue(answer.contains("deployer@demo-project.iam.gserviceaccount.com"), answer);
    assertTrue(answer.contains("was made on 2024-01-02"), answer);
  }

  /** What the configuration says of a file is never done; the form says what to choose instead. */
  @Test
  void anExternalAccountWithoutATokenIsExplained() throws Exception {
    walk.visit(
        PageOfOurs.part(
            "external-explained", IdentityForms.STORE + "credential/external-unread/update", FORM));
    chromium.await(
        "[...document.querySelectorAll('.validation-error-area .error')].some(one =>"
            + " one.checkVisibility() && one.textContent.includes('which is never done'))");
    assertFalse(
        chromium.text("document.querySelector('" + FORM + "').textContent").contains("/var/run"));
    walk.visit(
        PageOfOurs.part(
            "external-chosen", IdentityForms.STORE + "credential/external/update", FORM));
    chromium.await("document.querySelector('select[name$=tokenCredentialsId]').value !== ''");
    chromium.await(
        "[...document.querySelectorAll('.validation-error-area .error')].every(one =>"
            + " !one.checkVisibility())");
  }
}
