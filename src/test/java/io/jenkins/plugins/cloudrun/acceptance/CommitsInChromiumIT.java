package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commits of a git repository whose browser Jenkins knows, on the pages of releases. */
class CommitsInChromiumIT extends RolloutJobs {
  private static final String JOB = "shop-from-git";
  private static final String BROWSER = "https://github.com/example/shop/";

  private static Chromium chromium;
  private static Walk walk;
  private static String commit;

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
    for (int build = 1; build <= 2; build++) {
      commit = pushed(work, bare, "Version " + build);
      // The image is tagged with what it was made from.
      String unused = shop.image(commit, "well");
      jenkins.build(JOB);
      ended(JOB, build, "SUCCESS");
    }
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

  @Test
  void theBoardLinksTheCommit() throws Exception {
    looksAt(PageOfOurs.main("commit-on-the-board", "job/" + JOB + "/cloud-run/"));
  }

  @Test
  void thePageOfARolloutLinksTheCommit() throws Exception {
    Matcher link =
        Pattern.compile("/cloud-run/rollout/([\\w-]+)/\"")
            .matcher(jenkins.page("job/" + JOB + "/2/cloud-run/"));
    assertTrue(link.find());
    looksAt(
        PageOfOurs.main(
            "commit-on-its-page", "job/" + JOB + "/cloud-run/rollout/" + link.group(1) + "/"));
  }

  /** With the keyboard, to the commit where people look at it. */
  private static void looksAt(PageOfOurs page) throws Exception {
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
