package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** An administrator with a browser describes targets of the whole Jenkins. */
class TargetsInChromiumIT extends TargetJobs {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";

  /** The fields of one target are found below its frame. */
  private static final String FRAMES =
      "[...document.querySelectorAll('textarea[name=\"_.regionsText\"]')]"
          + ".map(area => area.closest('.repeated-chunk'))";

  @Test
  void addsTargetsIsToldWhatIsWrongTriesOneAndFindsThemAgain() throws Exception {
    try (Chromium chromium =
        Chromium.start(Files.createDirectories(temporary.resolve("chromium")))) {
      chromium.size(1300, 1000);
      logIn(chromium);
      open(chromium);
      add(chromium, 0, "staging", "demo-project");
      chromium.evaluate(
          field(0, "credentialsId") + ".value = 'cloud-run-demo';" + told(0, "credentialsId"));
      add(chromium, 1, "staging", "P");
      chromium.await(FRAMES + "[1].textContent.includes(\"'P' is not a project\")");
      fill(chromium, 1, "project", "my-project");
      chromium.await("!" + FRAMES + "[1].textContent.includes(\"'P' is not a project\")");
      press(chromium, "Apply");
      chromium.await("document.body.textContent.includes(\"Two targets are called 'staging'\")");
      assertEquals("null", script("println c.targets"), "nothing of it was saved");
      // What was filled in is still there.
      fill(chromium, 1, "name", "production");
      click(chromium, "Test connection", FRAMES + "[0]");
      chromium.await(
          FRAMES + "[0].textContent.includes('" + DEPLOYER + " may do what deploys need.')");
      chromium.photograph(temporary.resolve("pictures/targets.png"));
      chromium.evaluate("window.beforeThis = true");
      press(chromium, "Save");
      chromium.arrive();
      assertEquals(
          "[staging demo-project [europe-west1, us-central1] cloud-run-demo,"
              + " production my-project [europe-west1, us-central1] null]",
          script(
              "println c.targets.collect { \"${it.name} ${it.project} ${it.regions}"
                  + " ${it.credentialsId}\".toString() }"));
      open(chromium);
      chromium.await(FRAMES + ".length == 2");
      assertEquals(
          "staging,production",
          chromium.text(FRAMES + ".map((f, i) => " + field("i", "name") + ".value).join()"));
      assertTrue(
          chromium.text(field(1, "regionsText") + ".value").contains("us-central1"), "its regions");
    }
  }

  private static void logIn(Chromium chromium) {
    chromium.open(jenkins.root().resolve("login"));
    chromium.evaluate(
        "document.querySelector('[name=j_username]').value = 'root';"
            + "document.querySelector('[name=j_password]').value = 'root';"
            + "window.beforeThis = true;"
            + "document.querySelector('form [name=Submit]').click()");
    chromium.arrive();
  }

  private static void open(Chromium chromium) {
    chromium.open(jenkins.root().resolve("manage/configure"));
    chromium.await(button("Add target", "document"));
  }

  private static void add(Chromium chromium, int index, String name, String project) {
    click(chromium, "Add target", "document");
    chromium.await(FRAMES + ".length == " + (index + 1));
    fill(chromium, index, "name", name);
    fill(chromium, index, "project", project);
    fill(chromium, index, "regionsText", "europe-west1\\nus-central1");
  }

  private static String field(Object index, String name) {
    return FRAMES + "[" + index + "].querySelector('[name=\"_." + name + "\"]')";
  }

  private static String told(int index, String name) {
    return "['input', 'change', 'blur'].forEach(kind => "
        + field(index, name)
        + ".dispatchEvent(new Event(kind, {bubbles: true})))";
  }

  private static void fill(Chromium chromium, int index, String name, String value) {
    chromium.evaluate(field(index, name) + ".value = '" + value + "';" + told(index, name));
  }

  private static String button(String text, String within) {
    return "[..."
        + within
        + ".querySelectorAll('button')].find(b => b.textContent.trim() == '"
        + text
        + "')";
  }

  private static void click(Chromium chromium, String text, String within) {
    chromium.evaluate(button(text, within) + ".click()");
  }

  private static void press(Chromium chromium, String text) {
    click(chromium, text, "document");
  }
}
