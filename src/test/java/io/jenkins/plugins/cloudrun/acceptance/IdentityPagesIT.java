package io.jenkins.plugins.cloudrun.acceptance;

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
    for (String id : List.of("by-key", "federated", "machine")) {
      pages.add(
          PageOfOurs.part(
              "identity-" + id,
              IdentityForms.STORE + "credential/" + id + "/update",
              "form[name=update]"));
    }
    return pages.stream()
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> walk.through(page)));
  }

  @Test
  void theButtonSaysWhoItIs() throws Exception {
    walk.visit(
        PageOfOurs.part(
            "identity-asked",
            IdentityForms.STORE + "credential/by-key/update",
            "form[name=update]"));
    chromium.evaluate("document.querySelector('.cloud-run-ask__button').click()");
    chromium.await(ANSWER + ".textContent.includes('It acts as ')");
    String answer = chromium.text(ANSWER + ".textContent");
    assertTrue(answer.contains("deployer@demo-project.iam.gserviceaccount.com"), answer);
    assertTrue(answer.contains("was made on 2024-01-02"), answer);
  }
}
