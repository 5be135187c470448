package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the views of a Pipeline show of rollouts: what is awaited, and why it is yellow or red. */
class PipelineViewsIT extends RolloutJobs {
  private static final String GATE = "gates: [http(path: '/healthz', within: '6s')], ";

  private static Chromium chromium;
  private static String job;
  private static String red;

  @BeforeAll
  static void stages() throws Exception {
    chromium = Chromium.start(Files.createDirectories(temporary.resolve("chromium")));
    Shop shop = shop("stages");
    running(shop);
    String bad = shop.image("bad", "crash");
    String good = shop.image("next", "well");
    job =
        job(
            stage("Tolerated", deploy(shop, bad, "failBuild: false"))
                + stage(
                    "Asked",
                    deploy(
                        shop,
                        good,
                        GATE
                            + "canary: [[percent: 20, bake: '1s']],"
                            + " approval: approval(by: 'grace', within: '4h')")));
    jenkins.build(job);
    Shop broken = shop("broken");
    red = job(stage("Deploy", deploy(broken, broken.image("bad", "crash"), "gates: []")));
    jenkins.build(red);
    ended(red, 1, "FAILURE");
    jenkins.awaitLine(job, 1, "Approve or reject: ", BUILD);
  }

  @AfterAll
  static void leave() throws Exception {
    // Not there when the tests are skipped.
    if (chromium != null) {
      chromium.close();
    }
  }

  private static String stage(String name, String script) {
    return "stage('" + name + "') {\n" + script + "\n}\n";
  }

  /** Part of Jenkins' Pipeline itself. */
  @Test
  void theStepsSayWhatIsAwaitedAndWhatCameOfIt() throws Exception {
    chromium.size(1400, 900);
    chromium.open(jenkins.root().resolve("job/" + job + "/1/flowGraphTable/"));
    chromium.photograph(Path.of("target/pages/pipeline-steps.png"));
    assertEquals("Unstable", row("stages: rolled back"));
    assertEquals("In progress", row("stages: waiting for an approval of 100 % by grace"));
    chromium.open(jenkins.root().resolve("job/" + red + "/1/flowGraphTable/"));
    assertEquals("Failed", row("broken: failed"));
  }

  /** The symbol's name in the row of a step. */
  private static String row(String label) {
    return chromium.text(
        "[...document.querySelectorAll('tr')].find(row => row.textContent.includes("
            + Walk.quoted("cloudRunDeploy (" + label)
            + ")).querySelector('td:last-child [title], td:last-child [tooltip]').getAttribute("
            + "'tooltip')");
  }

  @Test
  void theGraphIsPausedYellowAndRed() throws Exception {
    assumeTrue(
        jenkins.hasPlugin("pipeline-graph-view"), "the Pipeline Graph View plugin is not there");
    assertEquals(List.of("Tolerated unstable", "Asked running"), named("tree", "stages", job));
    List<String> steps = named("allSteps", "steps", job);
    assertEquals("stages: rolled back unstable", steps.get(0));
    String asks = steps.get(steps.size() - 1);
    assertTrue(asks.startsWith("stages: waiting for an approval of 100 % by grace until "), asks);
    assertTrue(asks.endsWith(" paused"), asks);
    assertEquals(List.of("Deploy failure"), named("tree", "stages", red));
    assertEquals(List.of("broken: failed failure"), named("allSteps", "steps", red).subList(0, 1));

    chromium.size(1400, 900);
    chromium.open(jenkins.root().resolve(overview(job)));
    chromium.await("document.body.textContent.includes('Approve or reject: ')");
    chromium.photograph(Path.of("target/pages/pipeline-graph-asked.png"));
    chromium.open(jenkins.root().resolve(overview(red)));
    // Why it is red stands where one looks first.
    chromium.await(
        "document.body.textContent.includes('Mend the cause and deploy again.')"
            + " && document.body.textContent.includes('broken: failed')");
    chromium.photograph(Path.of("target/pages/pipeline-graph-red.png"));
  }

  @Test
  void theStageViewIsPausedYellowAndRed() throws Exception {
    assumeTrue(
        jenkins.hasPlugin("pipeline-stage-view"), "the Pipeline Stage View plugin is not there");
    String asked = jenkins.page("job/" + job + "/1/wfapi/describe");
    assertTrue(asked.matches(".*\"Tolerated\"[^{}]*\"UNSTABLE\".*"), asked);
    // The time in which a person is awaited counts as a pause.
    assertTrue(asked.matches(".*\"Asked\"[^{}]*\"pauseDurationMillis\":[1-9].*"), asked);
    String failed = jenkins.page("job/" + red + "/1/wfapi/describe");
    assertTrue(failed.contains("Mend the cause and deploy again."), failed);
    chromium.size(1400, 900);
    chromium.open(jenkins.root().resolve("job/" + job + "/"));
    chromium.await("document.body.textContent.includes('Tolerated')");
    chromium.photograph(Path.of("target/pages/stage-view-asked.png"));
  }

  private static String overview(String job) {
    return "job/" + job + "/1/pipeline-overview/";
  }

  /** What programs are told of stages or steps: each one's name and state. */
  private static List<String> named(String view, String what, String job) {
    List<String> all = new ArrayList<>();
    for (JsonElement one :
        JsonParser.parseString(jenkins.page(overview(job) + view))
            .getAsJsonObject()
            .getAsJsonObject("data")
            .getAsJsonArray(what)) {
      JsonObject row = one.getAsJsonObject();
      all.add(row.get("name").getAsString() + " " + row.get("state").getAsString());
    }
    return all;
  }
}
