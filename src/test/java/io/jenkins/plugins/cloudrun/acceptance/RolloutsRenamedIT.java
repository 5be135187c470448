package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

/** Jobs that are renamed and moved, at rest and in the middle of a rollout. */
class RolloutsRenamedIT extends RolloutJobs {
  private static final String GATE = "gates: [http(path: '/healthz', within: '3s')]";

  private static final String ITEM = "jenkins.model.Jenkins.get().getItemByFullName('%s')";

  private static JsonObject json(String page) {
    return JsonParser.parseString(jenkins.page(page + "cloud-run/api/json")).getAsJsonObject();
  }

  /** Of whom the service is on the board of a page. */
  private static String item(String page, Shop shop) {
    JsonArray rows = json(page).getAsJsonArray("services");
    for (JsonElement row : rows) {
      if (row.getAsJsonObject().get("service").getAsString().equals(shop.name)) {
        return row.getAsJsonObject().get("item").getAsString();
      }
    }
    throw new AssertionError(shop.name + " is not among " + rows);
  }

  private static void renamed(String job, String now) {
    String done = jenkins.script(ITEM.formatted(job) + ".renameTo('" + now + "'); println 'done'");
    assertTrue(done.contains("done"), done);
  }

  @Test
  void aJobIsRenamedInTheMiddleOfABake() throws Exception {
    Shop shop = shop("renamed");
    running(shop);
    String job =
        job(
            deploy(
                shop, shop.image("next", "well"), GATE + ", canary: [[percent: 20, bake: '20s']]"));
    String now = job + "-now";
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);

    renamed(job, now);

    JsonObject going = json("job/" + now + "/").getAsJsonArray("rollouts").get(0).getAsJsonObject();
    assertEquals(now, going.get("item").getAsString());
    assertEquals("", going.get("ended").getAsString(), "it goes on");
    String console = ended(now, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertToldOnce(console, "Deploying revision", " serves revision ");
    assertEquals(1, shop.traffic().size());
    assertEquals(2, shop.revisions().size());
    assertEquals(now, item("", shop));
    assertEquals(now, item("job/" + now + "/", shop));
    assertEquals(1, json("job/" + now + "/").getAsJsonArray("rollouts").size());
    assertEquals(404, jenkins.status("job/" + job + "/"));
  }

  @Test
  void itIsRenamedInTheMiddleOfABakeAndJenkinsIsKilled() throws Exception {
    Shop shop = shop("renamed-killed");
    running(shop);
    String job =
        job(
            deploy(
                shop, shop.image("next", "well"), GATE + ", canary: [[percent: 20, bake: '25s']]"));
    String now = job + "-now";
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    renamed(job, now);

    under.killAndRestart();

    String console = ended(now, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertToldOnce(console, "Deploying revision", " serves revision ");
    assertEquals(2, shop.revisions().size());
    assertEquals(now, item("job/" + now + "/", shop));
    assertEquals(1, json("job/" + now + "/").getAsJsonArray("rollouts").size());
  }

  /** On its page, then into a folder, then with the folder. */
  @Test
  void whatItBroughtAndItsHistoryGoAlong() throws Exception {
    Shop shop = shop("moved");
    String job = job(deploy(shop, shop.image("good", "well"), GATE));
    String now = job + "-now";
    jenkins.build(job);
    ended(job, 1, "SUCCESS");
    assertEquals(job, item("", shop));

    String unused = jenkins.send("job/" + job + "/confirmRename", "newName=" + now);
    assertEquals(now, item("", shop));
    assertEquals(1, json("job/" + now + "/").getAsJsonArray("rollouts").size());
    assertTrue(jenkins.page("job/" + now + "/").contains("job/" + now + "/cloud-run"));

    String folder = "team-" + System.nanoTime();
    String done =
        jenkins.script(
            "def folder = jenkins.model.Jenkins.get().createProject("
                + "com.cloudbees.hudson.plugins.folder.Folder, '"
                + folder
                + "')\nhudson.model.Items.move("
                + ITEM.formatted(now)
                + ", folder)\nprintln 'done'");
    assertTrue(done.contains("done"), done);
    assertEquals(folder + "/" + now, item("", shop));

    unused = jenkins.send("job/" + folder + "/confirmRename", "newName=" + folder + "-now");
    String moved = folder + "-now/" + now;
    String page = "job/" + folder + "-now/";
    assertEquals(moved, item("", shop));
    assertEquals(moved, item(page, shop));
    assertEquals(moved, item(page + "job/" + now + "/", shop));
    JsonArray history = json(page + "job/" + now + "/").getAsJsonArray("rollouts");
    assertEquals(1, history.size(), history.toString());
    assertEquals(moved, history.get(0).getAsJsonObject().get("item").getAsString());
    assertFalse(jenkins.page(page + "job/" + now + "/1/cloud-run/").isEmpty());
  }
}
