package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A Jenkins with an administrator, somebody who may configure jobs, and somebody who may not. */
abstract class TargetJobs extends RolloutJobs {
  private static final String CONFIGURATION =
      "def c = jenkins.model.Jenkins.get().getDescriptor("
          + "'io.jenkins.plugins.cloudrun.config.CloudRunConfiguration')\n";

  private static final String PEOPLE =
      """
      import hudson.security.*
      import org.jenkinsci.plugins.matrixauth.PermissionEntry
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'owner', 'reader'].each { realm.createAccount(it, it) }
      def strategy = new GlobalMatrixAuthorizationStrategy()
      def J = jenkins.model.Jenkins
      strategy.add(J.ADMINISTER, PermissionEntry.user('root'))
      ['owner', 'reader'].each {
        strategy.add(J.READ, PermissionEntry.user(it))
        strategy.add(hudson.model.Item.READ, PermissionEntry.user(it))
      }
      strategy.add(hudson.model.Item.CONFIGURE, PermissionEntry.user('owner'))
      J.get().securityRealm = realm
      J.get().authorizationStrategy = strategy
      J.get().save()
      println 'ready'
      """;

  @BeforeAll
  static void people() {
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
    jenkins = new JenkinsClient(jenkins.root(), Optional.of("root:root"));
  }

  /** Runs a script with the names that targets have here. */
  static String script(String body) {
    return jenkins.script(CONFIGURATION + body).strip();
  }

  /** What somebody sends with their crumb. */
  static HttpResponse<String> sent(Person person, String path, Map<String, String> fields)
      throws Exception {
    Map<String, String> all = new LinkedHashMap<>(person.crumb());
    all.putAll(fields);
    return person.post(path, all);
  }

  @BeforeEach
  void nothingIsConfigured() {
    assertEquals("ready", script("c.targets = null; c.defaults = null; println 'ready'"));
  }
}
