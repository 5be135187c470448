package io.jenkins.plugins.cloudrun.acceptance;

import static io.jenkins.plugins.cloudrun.acceptance.IdentityForms.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.token.Issuer;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credentials of our own kind in a real Jenkins: made, opened, used, replaced, and kept secret. */
class IdentityInJenkinsIT extends RolloutJobs {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  private static final WorkloadIdentityProvider PROVIDER =
      new WorkloadIdentityProvider(
          "projects/1/locations/global/workloadIdentityPools/jenkins/providers/main");

  private static TokenServer tokens() {
    return cloud.parts().tokens();
  }

  /** An account that Cloud Run knows, and its key. */
  private static String key(String email) {
    cloud.parts().emulator().access().create(email);
    return tokens().serviceAccountKey(email);
  }

  private static void save(String folder, JsonObject form) {
    String unused =
        jenkins.submit(
            (folder.isEmpty() ? STORE : "job/" + folder + "/credentials/store/folder/domain/_/")
                + "createCredentials",
            IdentityForms.made(form));
  }

  private static String deployAs(Shop shop, String id, String image, String more) {
    return deploy(shop, image, more).replace("'cloud-run-demo'", "'" + id + "'");
  }

  /** A line of the private key that nothing else has. */
  static String secret(String key) {
    return JsonParser.parseString(key)
        .getAsJsonObject()
        .get("private_key")
        .getAsString()
        .lines()
        .skip(2)
        .findFirst()
        .orElseThrow();
  }

  /** Nothing of the keys lies anywhere below Jenkins' home as it was. */
  @AfterEach
  void nothingIsPlain() throws IOException {
    List<String> secrets =
        Stream.of(DEPLOYER, "releaser@demo-project.iam.gserviceaccount.com")
            .map(email -> secret(tokens().serviceAccountKey(email)))
            .toList();
    try (Stream<Path> files = Files.walk(temporary.resolve("jenkins"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.toString();
        if (name.endsWith(".jar") || name.contains("/war/")) {
          continue;
        }
        String text = text(file);
        for (String secret : secrets) {
          assertFalse(text.contains(secret), "A key is in " + file);
        }
      }
    }
  }

  /** Nothing when Jenkins has taken the file away meanwhile: its drafts are short-lived. */
  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  @Test
  void aFormIsSavedOpenedAgainAskedAndUsed() throws Exception {
    String key = key(DEPLOYER);
    save("", IdentityForms.key("form-key", key));
    String page = jenkins.page(STORE + "credential/form-key/update");
    assertFalse(page.contains(secret(key)), "the key is shown");
    Matcher kept = Pattern.compile("\\{AQAAAB[A-Za-z0-9+/=]+\\}").matcher(page);
    assertTrue(kept.find(), "the page has no key, not even an encrypted one");
    assertTrue(page.contains("Key of a service account"));
    String listed = jenkins.page(STORE + "api/json?tree=credentials[id,displayName]");
    assertTrue(listed.contains(DEPLOYER + " by a key (of a test)"), listed);

    // Untouched, the browser sends what it got.
    JsonObject again = IdentityForms.key("form-key", kept.group());
    String unused = jenkins.submit(STORE + "credential/form-key/updateSubmit", again);
    String asked = jenkins.submit(IdentityForms.ASK, again);
    assertTrue(asked.contains("It acts as " + DEPLOYER), asked);
    assertTrue(asked.contains("project demo-project"), asked);
    assertTrue(asked.contains("min; another is asked for before"), asked);
    assertTrue(
        asked.contains("class=\"warning\"") && asked.contains("was made on 2024-01-02"), asked);
    assertTrue(
        jenkins.submit(IdentityForms.ASK, IdentityForms.made(again)).contains(DEPLOYER),
        "on the page for a new one");

    Shop shop = shop("identity");
    String image = shop.image("one", "well");
    String console =
        ends("SUCCESS", deployAs(shop, "form-key", image, "allowUnauthenticated: true"));
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertFalse(console.contains(secret(key)), console);
    String usage =
        jenkins.script(
            """
            import com.cloudbees.plugins.credentials.*
            def c = SystemCredentialsProvider.instance.credentials.find { it.id == 'form-key' }
            println CredentialsProvider.getFingerprintOf(c).jobs
            """);
    assertTrue(usage.contains("rollout-"), usage);
  }

  @Test
  void theButtonIsForThoseWhoMayEdit() throws Exception {
    Person person = Person.anonymous(jenkins.root());
    assertTrue(person.get(IdentityForms.ASK).statusCode() >= 400, "GET");
    assertEquals(
        403, person.post(IdentityForms.ASK, Map.of("json", "{}")).statusCode(), "without a crumb");
    String wrong =
        jenkins.submit(IdentityForms.ASK, IdentityForms.key("x", key(DEPLOYER).replace("M", "N")));
    assertTrue(wrong.contains("class=\"error\""), wrong);
    assertTrue(
        jenkins
            .submit(IdentityForms.ASK, IdentityForms.machine("x"))
            .contains("ask an administrator to allow it"));
    String none =
        jenkins.submit(
            IdentityForms.ASK, IdentityForms.federation("x", PROVIDER.value(), "nobody", ""));
    assertTrue(none.contains("There is no credential"), none);
  }

  @Test
  void aFoldersIdentityIsForItsJobs() throws Exception {
    String folder = "team-" + System.nanoTime();
    jenkins.script(
        "jenkins.model.Jenkins.get().createProject(com.cloudbees.hudson.plugins.folder.Folder, '"
            + folder
            + "'); println 'made'");
    save(folder, IdentityForms.key("team-key", key(DEPLOYER)));
    Shop shop = shop("folder");
    String script =
        deployAs(shop, "team-key", shop.image("one", "well"), "allowUnauthenticated: true");
    String outside = ends("FAILURE", script);
    assertTrue(outside.contains("There is no credential 'team-key'"), outside);
    jenkins.script(
        "def f = jenkins.model.Jenkins.get().getItem('"
            + folder
            + "'); f.createProjectFromXML('inside', new ByteArrayInputStream('''"
            + ImageJobs.pipeline(script).replace("'", "\\'").replace("$", "\\$")
            + "'''.bytes)); println 'made'");
    jenkins.build(folder + "/job/inside");
    assertTrue(
        ended(folder + "/job/inside", 1, "SUCCESS").contains("OUTCOME succeeded"), "in the folder");
  }

  @Test
  void aTokenOfJenkinsDeploysFromAFreestyleJob() throws Exception {
    Issuer issuer = new Issuer("https://jenkins.example.com/oidc");
    tokens()
        .trust(PROVIDER.audience(), issuer.url(), issuer.key())
        .allowSubject("job/shop", DEPLOYER);
    jenkins.script(
        """
        import com.cloudbees.plugins.credentials.*
        import com.cloudbees.plugins.credentials.domains.Domain
        import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl
        SystemCredentialsProvider.instance.store.addCredentials(Domain.global(), new StringCredentialsImpl(
            CredentialsScope.GLOBAL, 'jenkins-oidc', '', hudson.util.Secret.fromString('%s')))
        println 'made'
        """
            .formatted(
                issuer.token("job/shop", "https:" + PROVIDER.audience(), Duration.ofHours(1))));
    JsonObject form =
        IdentityForms.federation("federated", PROVIDER.value(), "jenkins-oidc", DEPLOYER);
    save("", form);
    String asked = jenkins.submit(IdentityForms.ASK, form);
    assertTrue(asked.contains("class=\"ok\"") && asked.contains("acts as " + DEPLOYER), asked);

    Shop shop = shop("federated");
    String image = shop.image("one", "well");
    String job = "free-" + System.nanoTime();
    jenkins.createJob(job, "<project><builders/></project>");
    jenkins.script(
        """
        import io.jenkins.plugins.cloudrun.settings.DeploySettings
        import io.jenkins.plugins.cloudrun.freestyle.CloudRunDeployBuilder
        def settings = new DeploySettings('%s')
        settings.image = '%s'
        settings.project = '%s'
        settings.region = '%s'
        settings.credentialsId = 'federated'
        def job = jenkins.model.Jenkins.get().getItem('%s')
        job.buildersList.add(new CloudRunDeployBuilder(settings))
        job.save()
        println 'made'
        """
            .formatted(shop.name, image, cloud.setup().project(), shop.region, job));
    jenkins.build(job);
    String console = ended(job, 1, "SUCCESS");
    assertFalse(console.contains("eyJ"), console);
    assertEquals(1, shop.traffic().size());
  }

  @Test
  void aKeyThatIsReplacedGoesOnWithARolloutUnderWay() throws Exception {
    String releaser = "releaser@demo-project.iam.gserviceaccount.com";
    Shop shop = shop("rotated");
    String before = running(shop);
    save("", IdentityForms.key("rotated", key(DEPLOYER)));
    String job =
        job(
            deployAs(
                shop,
                "rotated",
                shop.image("next", "well"),
                "gates: [http('/healthz')], canary: [[percent: 20, bake: '25s']]"));
    jenkins.build(job);
    shop.awaitCanary();
    JsonObject form = IdentityForms.key("rotated", key(releaser));
    String unused = jenkins.submit(STORE + "credential/rotated/updateSubmit", form);
    // Whoever goes on with the old one fails from here on; other tests deploy with it.
    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertFalse(shop.traffic().containsKey(before));
    assertTrue(
        tokens().requests().stream().anyMatch(request -> request.subject().equals(releaser)),
        "nobody asked for a token of the new key");
  }
}
