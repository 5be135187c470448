package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commits of a git repository whose browser Jenkins knows, on the pages of releases. */
class CommitsInChromiumIT extends RolloutJobs {
  private static final String JOB = "shop-from-git";
  private static final String FREESTYLE_JOB = "free-from-git";
  private static final String BROWSER = "https://github.com/example/shop/";
  private static final String FREESTYLE =
      """
      import hudson.plugins.git.*
      import io.jenkins.plugins.cloudrun.freestyle.*
      import io.jenkins.plugins.cloudrun.settings.*
      def jenkins = jenkins.model.Jenkins.get()
      def job = jenkins.createProject(hudson.model.FreeStyleProject, '%s')
      job.scm = new GitSCM(GitSCM.createRepoList('%s', null), [new BranchSpec('*/main')],
        new hudson.plugins.git.browser.GithubWeb('%s'), null, [])
      def settings = new DeploySettings('%s')
      settings.image = '%s:$GIT_COMMIT'
      settings.project = '%s'
      settings.region = '%s'
      settings.credentialsId = 'cloud-run-demo'
      job.buildersList.add(new CloudRunDeployBuilder(settings))
      job.save()
      println 'ready'
      """;

  private static Chromium chromium;
  private static Walk walk;
  private static String commit;

  /** The history after each build, as programs see it. */
  private static final List<JsonArray> HISTORIES = new ArrayList<>();

  @BeforeAll
  static void commits() throws Exception {
    chromium = Chromium.start(Files.createDirectories(temporary.resolve("chromium")));
    walk = new Walk(chromium, jenkins.root(), Path.of("target/pages"));
    Shop shop = shop("from-git");
    Path work = Files.createDirectories(temporary.resolve("work"));
    git(work, "init", "-q", "-b", "main");
    Path bare = temporary.resolve("shop.git");
    git(temporary, "clone", "-q", "--bare", work.toString(), bare.toString());
    Files.writeString(work.resolve("Jenkinsfile"), jenkinsfile(shop));
    jenkins.createJob(JOB, fromGit(bare.toUri().getPath()));
    for (int build = 1; build <= 3; build++) {
      if (build < 3) {
        commit = pushed(work, bare, "Version " + build);
        // The image is tagged with what it was made from.
        String unused = shop.image(commit, "well");
      }
      jenkins.build(JOB);
      ended(JOB, build, "SUCCESS");
      HISTORIES.add(rows("rollouts", JOB));
    }
    String freestyle =
        FREESTYLE.formatted(
            FREESTYLE_JOB,
            bare.toUri().getPath(),
            BROWSER,
            "free-from-git",
            cloud.setup().repository() + "/" + shop.name,
            cloud.setup().project(),
            REGION);
    assertTrue(jenkins.script(freestyle).contains("ready"));
    jenkins.build(FREESTYLE_JOB);
    ended(FREESTYLE_JOB, 1, "SUCCESS");
  }

  /** What programs see of commits. */
  private static JsonArray rows(String kind, String job) {
    return JsonParser.parseString(
            jenkins.page("job/" + job + "/cloud-run/api/json?tree=" + kind + "[commit,commitUrl]"))
        .getAsJsonObject()
        .getAsJsonArray(kind);
  }

  @AfterAll
  static void leave() throws Exception {
    // Not there when the tests are skipped.
    if (chromium != null) {
      chromium.close();
    }
  }

  private static String jenkinsfile(Shop shop) {
    return "node {\n  def made = checkout(scm).GIT_COMMIT\n  cloudRunDeploy("
        + shop.where()
        + ", image: \""
        + cloud.setup().repository()
        + "/"
        + shop.name
        + ":${made}\", gates: [http('/healthz')])\n}\n";
  }

  private static String pushed(Path work, Path bare, String message) throws Exception {
    Files.writeString(work.resolve("README"), message);
    git(work, "add", ".");
    git(
        work,
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.com",
        "commit",
        "-q",
        "-m",
        message);
    git(work, "push", "-q", bare.toString(), "main");
    return git(work, "rev-parse", "HEAD").strip();
  }

  /** A Pipeline from a repository that people look at on GitHub. */
  private static String fromGit(String repository) {
    return """
    <flow-definition plugin="workflow-job">
      <definition class="org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition" plugin="workflow-cps">
        <scm class="hudson.plugins.git.GitSCM" plugin="git">
          <configVersion>2</configVersion>
          <userRemoteConfigs>
            <hudson.plugins.git.UserRemoteConfig><url>%s</url></hudson.plugins.git.UserRemoteConfig>
          </userRemoteConfigs>
          <branches><hudson.plugins.git.BranchSpec><name>*/main</name></hudson.plugins.git.BranchSpec></branches>
          <doGenerateSubmoduleConfigurations>false</doGenerateSubmoduleConfigurations>
          <browser class="hudson.plugins.git.browser.GithubWeb"><url>%s</url></browser>
          <submoduleCfg class="empty-list"/>
          <extensions/>
        </scm>
        <scriptPath>Jenkinsfile</scriptPath>
        <lightweight>false</lightweight>
      </definition>
    </flow-definition>
    """
        .formatted(repository, BROWSER);
  }

  private static String git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed;
  }

  /** A first build has no changes, and neither has one of the same commit again. */
  @Test
  void everyBuildHasTheLink() {
    for (int build = 1; build <= 3; build++) {
      linksAll(build, HISTORIES.get(build - 1));
    }
    assertEquals(HISTORIES.get(1).get(0), HISTORIES.get(2).get(0), "it was the same commit");
    linksAll(1, rows("services", JOB));
    linksAll(1, rows("rollouts", FREESTYLE_JOB));
    linksAll(1, rows("services", FREESTYLE_JOB));
  }

  private static void linksAll(int count, JsonArray rows) {
    assertEquals(count, rows.size());
    for (JsonElement each : rows) {
      JsonObject row = each.getAsJsonObject();
      assertEquals(
          BROWSER + "commit/" + row.get("commit").getAsString(),
          row.get("commitUrl").getAsString());
    }
  }

  @Test
  void theBoardLinksTheCommit() throws Exception {
    looksAt(PageOfOurs.main("commit-on-the-board", "job/" + JOB + "/cloud-run/"), commit);
  }

  @Test
  void theHistoryLinksEachCommit() throws Exception {
    JsonArray history = HISTORIES.get(0);
    String first = history.get(0).getAsJsonObject().get("commit").getAsString();
    assertNotEquals(commit, first);
    looksAt(PageOfOurs.main("commit-in-the-history", "job/" + JOB + "/cloud-run/"), first);
  }

  @Test
  void thePageOfARolloutLinksTheCommit() throws Exception {
    Matcher link =
        Pattern.compile("/cloud-run/rollout/([\\w-]+)/\"")
            .matcher(jenkins.page("job/" + JOB + "/2/cloud-run/"));
    assertTrue(link.find());
    looksAt(
        PageOfOurs.main(
            "commit-on-its-page", "job/" + JOB + "/cloud-run/rollout/" + link.group(1) + "/"),
        commit);
  }

  /** With the keyboard, to the commit where people look at it. */
  private static void looksAt(PageOfOurs page, String commit) throws Exception {
    walk.through(page);
    chromium.size(1400, 900);
    walk.visit(page);
    walk.tabTo("document.activeElement.href === '" + BROWSER + "commit/" + commit + "'");
    assertTrue(
        commit.startsWith(chromium.text("document.activeElement.textContent.trim()")),
        "the commit's own digits");
    assertTrue(
        chromium.text("document.activeElement.rel").contains("noreferrer"), "it is told nothing");
  }
}
