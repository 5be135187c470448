package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.release.Seen.Change;
import io.jenkins.plugins.cloudrun.release.Seen.Failed;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Pictured;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.Condition.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rollout saw, as its page shows it. */
class SeenTest {
  private static Seen seen(Pictured pictured) {
    return new Seen(pictured.rollout(), false);
  }

  private static Pictured begun() {
    return Pictured.begun(Pictured.REGION);
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.a.run.app,          true,  true",
    "HTTPS://shop.a.run.app,          true,  true",
    "http://127.0.0.1:1234,           false, true",
    "javascript:alert(1),             false, false",
    "data:text/html;base64,           false, false",
    "//shop.a.run.app,                false, false",
    "https:alert(1),                  false, false",
    "https://a b,                     false, false",
    "vbscript:x,                      false, false",
  })
  void onlyAddressesOverHttpsAreLinks(String address, boolean safe, boolean safeWhenPlain) {
    assertEquals(safe, Link.of(address, false).isSafe());
    assertEquals(safeWhenPlain, Link.of(address, true).isSafe());
    assertEquals(address, Link.of(address, false).getText());
  }

  @Test
  void whatIsNotKnownIsNoAddress() {
    Seen seen = seen(begun().answersAt("https://shop.a.run.app", ""));
    assertEquals("https://shop.a.run.app", seen.getServices().get(0).link().getText());
    assertEquals(List.of(), seen.getTags());
    assertFalse(seen.getLogLink().isKnown());
  }

  @Test
  void theSameChangeInSeveralRegionsIsOneRow() {
    Pictured pictured =
        Pictured.begun("us-central1", "europe-west1")
            .differs("us-central1", "memory", "512Mi", "1Gi")
            .differs("us-central1", "cpu", "", "2")
            .differs("europe-west1", "memory", "512Mi", "1Gi")
            .differs("europe-west1", "cpu", "1", "2");
    assertEquals(
        List.of(
            new Change("us-central1, europe-west1", "memory", "512Mi", "1Gi"),
            new Change("us-central1", "cpu", "", "2"),
            new Change("europe-west1", "cpu", "1", "2")),
        seen(pictured).getChanges());
    assertTrue(seen(pictured).isSeveral());
  }

  @Test
  void whatAServiceRepeatsOfItsRevisionIsOneRow() {
    String said = "The container failed to start.";
    Seen seen =
        seen(
            begun()
                .failed(
                    "https://console.cloud.google.com/logs",
                    new Condition("Ready", State.FAILED, "HEALTH", said + "\n\nLogs URL: x"),
                    new Condition("ContainerHealthy", State.FAILED, "HEALTH", said),
                    new Condition("Ready", State.FAILED, "HEALTH", "Revision 'x': " + said),
                    new Condition("Retry", State.PENDING, "", "")));
    assertEquals(
        List.of(
            new Failed("Ready, ContainerHealthy", "failed", "HEALTH", said),
            new Failed("Retry", "pending", "", "")),
        seen.getConditions());
    assertTrue(seen.getLogLink().isSafe());
  }

  @Test
  void theLinesOfTheContainerAreApartFromTheStory() {
    Pictured pictured =
        begun().says(Entry.INFO, "told").says(Entry.LOG, "one").says(Entry.LOG, "<two>");
    assertEquals("one\n<two>", seen(pictured).getLog());
  }

  @Test
  void whatServesIsSaidWithTheNewRevisionFirst() {
    String revision = begun().rollout().revision().value();
    assertEquals(
        "5 % " + revision + ", 95 % shop-old",
        seen(begun().serves(0, 0).serves(5, 5)).getTraffic().get(0).text());
    assertEquals(List.of(), seen(begun()).getTraffic());
  }

  @Test
  void aPersonIsToldWhatToRunAfterARollbackThatFailedAlone() {
    assertEquals(
        "gcloud run services update-traffic shop --to-revisions=shop-00001-abc=100"
            + " --region=us-central1 --project=example-project",
        seen(begun().hasStable().ended(9, Outcome.ROLLBACK_FAILED)).getByHand());
    assertEquals("", seen(begun().hasStable().ended(9, Outcome.ROLLED_BACK)).getByHand());
    assertEquals("", seen(begun().ended(9, Outcome.ROLLBACK_FAILED)).getByHand());
  }
}
