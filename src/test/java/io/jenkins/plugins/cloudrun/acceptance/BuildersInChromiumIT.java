package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Somebody with a browser and a keyboard fills in the forms of builders: names are offered, and a
 * variable may stand in their place.
 */
class BuildersInChromiumIT extends RolloutJobs {
  private static final List<String> KINDS =
      List.of("Deploy", "Traffic", "Rollback", "JobExecute", "Promote", "Status", "Check");

  /** One target where services are, and one that nothing was ever deployed to. */
  private static final String TARGETS =
      """
      import io.jenkins.plugins.cloudrun.config.*
      def cloudRun = jenkins.model.Jenkins.get().getDescriptor(CloudRunConfiguration)
      cloudRun.targets = ['dev', 'production'].collect { name ->
        def t = new TargetSettings(name)
        t.project = '%s'
        t.regions = ['%s']
        t.credentialsId = 'cloud-run-demo'
        t
      }
      cloudRun.save()
      println 'ready'
      """;

  private static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    chromium = Chromium.start(Files.createDirectories(temporary.resolve("chromium")));
    chromium.size(1300, 1200);
    assertTrue(
        jenkins.script(TARGETS.formatted(cloud.setup().project(), REGION)).contains("ready"));
  }

  @AfterAll
  static void close() throws Exception {
    // Not there when the tests are skipped.
    if (chromium != null) {
      chromium.close();
    }
  }

  private static String configured(String... kinds) {
    String job =
        RolloutForms.freestyle(
            jenkins,
            List.of(kinds).stream()
                .map(kind -> RolloutForms.builder(kind, RolloutForms.settings(kind, "{}")))
                .toList());
    open(job);
    return job;
  }

  private static void open(String job) {
    chromium.open(jenkins.root().resolve("job/" + job + "/configure"));
    chromium.await("document.querySelector('[name=\"_.target\"]')");
  }

  /** What the other tests send in the name of a browser is what a browser sends. */
  @Test
  void aBrowserSendsWhatTheTestsSend() {
    configured(KINDS.toArray(String[]::new));
    chromium.await("document.querySelectorAll('[name=\"_.timeLimit\"]').length == 7");
    String sent =
        chromium.text(
            "(() => { const form = document.querySelector('form[name=config]');"
                + " buildFormTree(form); return form.elements['json'].value; })()");
    Map<String, Set<String>> fields = new TreeMap<>();
    for (JsonElement builder :
        JsonParser.parseString(sent).getAsJsonObject().getAsJsonArray("builder")) {
      String name = builder.getAsJsonObject().get("$class").getAsString();
      JsonObject settings = builder.getAsJsonObject().getAsJsonObject("settings");
      fields.put(
          name.replaceAll(".*\\.CloudRun|Builder$", ""),
          settings.keySet().stream()
              .filter(key -> !Set.of("stapler-class", "$class").contains(key))
              // Which store somebody may add a credential to; it is nothing of ours.
              .filter(key -> !key.equals("includeUser"))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    Map<String, Set<String>> expected = new TreeMap<>();
    KINDS.forEach(
        kind -> expected.put(kind, new TreeSet<>(RolloutForms.settings(kind, "{}").keySet())));
    assertEquals(expected, fields);
  }

  @Test
  void aTargetIsPickedByKeyboardOrLeftToTheBuild() throws Exception {
    String job = configured("Status");
    String field = "document.querySelector('[name=\"_.target\"]')";
    String entry = field + ".closest('.jenkins-form-item').textContent";
    chromium.evaluate(field + ".focus()");
    chromium.typeKeys("nowhere");
    chromium.evaluate(field + ".blur()");
    chromium.await(entry + ".includes(\"There is no target 'nowhere'. Known here are 'dev'\")");
    chromium.photograph(Path.of("target/pages/builder-target-unknown.png"));
    chromium.evaluate(field + ".value = ''; " + field + ".focus()");
    chromium.typeKeys("pro");
    chromium.await(
        "[...document.querySelectorAll('.jenkins-dropdown__item')].map(i => i.textContent.trim())"
            + ".join() == 'production'");
    chromium.photograph(Path.of("target/pages/builder-target-offered.png"));
    chromium.press("ArrowDown");
    chromium.press("Enter");
    chromium.await(field + ".value == 'production'");
    chromium.evaluate(field + ".blur()");
    chromium.await("!" + entry + ".includes('There is no target')");
    chromium.await(entry + ".includes('" + REGION + "')");
    chromium.photograph(Path.of("target/pages/builder-target-known.png"));
    chromium.evaluate(field + ".value = ''; " + field + ".focus()");
    chromium.typeKeys("$TARGET");
    chromium.evaluate(field + ".blur()");
    chromium.await("!" + entry + ".includes('" + REGION + "')");
    assertFalse(chromium.text(entry).contains("There is no target"), "known when it is built");
    chromium.evaluate("document.querySelector('[name=\"_.service\"]').value = '${SERVICE}'");
    // Whom to act as may be a parameter, too: the credentials plugin's own way to say so.
    String account =
        "document.querySelector('.credentials-select-control input[type=radio][value=param]')";
    chromium.evaluate(account + ".click()");
    chromium.evaluate(
        "document.querySelector('.credentials-select-content-param"
            + " [name=\"_.credentialsId\"]').value = '${ACCOUNT}'");
    chromium.photograph(Path.of("target/pages/builder-variables.png"));
    chromium.evaluate(
        "window.beforeThis = true; document.querySelector('form[name=config]"
            + " [name=Submit]').click()");
    chromium.arrive();
    String stored =
        jenkins.script(
            "println jenkins.model.Jenkins.get().getItem('" + job + "').configFile.asString()");
    for (String kept :
        List.of(
            "<target>$TARGET</target>",
            "<service>${SERVICE}</service>",
            "<credentialsId>${ACCOUNT}</credentialsId>")) {
      assertTrue(stored.contains(kept), kept + " in " + stored);
    }
    open(job);
    assertEquals("$TARGET", chromium.text(field + ".value"));
    assertEquals(
        "${ACCOUNT}",
        chromium.text(
            "document.querySelector('.credentials-select-content-param"
                + " [name=\"_.credentialsId\"]').value"));
    Shop shop = shop("by-variable");
    running(shop);
    jenkins.script(
        """
        import hudson.model.*
        jenkins.model.Jenkins.get().getItem('%s').scheduleBuild2(0, new ParametersAction(
          [TARGET: 'dev', SERVICE: 'by-variable', ACCOUNT: 'cloud-run-demo'].collect {
            new StringParameterValue(it.key, it.value) }, ['TARGET', 'SERVICE', 'ACCOUNT']))
        """
            .formatted(job));
    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("by-variable"), console);
  }

  /** What serves in the target that it comes from is offered as soon as that one is named. */
  @Test
  void aPromotionsServiceIsPickedFromWhereItComesFrom() throws Exception {
    running(shop("picked"));
    configured("Status", "Promote");
    String from = "document.querySelector('[name=\"_.from\"]')";
    String service = from + ".closest('[descriptorid]').querySelector('[name=\"_.service\"]')";
    chromium.await(from);
    chromium.evaluate(from + ".focus()");
    chromium.typeKeys("dev");
    chromium.evaluate(from + ".blur()");
    chromium.await(
        "("
            + service
            + ".blur(), "
            + service
            + ".focus(), [...document.querySelectorAll('.jenkins-dropdown__item')]"
            + ".some(i => i.checkVisibility() && i.textContent.trim() === 'picked'))");
    chromium.typeKeys("pick");
    chromium.photograph(Path.of("target/pages/builder-promotion-offered.png"));
    chromium.press("ArrowDown");
    chromium.press("Enter");
    chromium.await(service + ".value == 'picked'");
  }
}
