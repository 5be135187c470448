package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Identities through the Configuration as Code plugin, in and out. */
class IdentityAsCodeIT extends RolloutJobs {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  private static final WorkloadIdentityProvider PROVIDER =
      new WorkloadIdentityProvider(
          "projects/1/locations/global/workloadIdentityPools/jenkins/providers/main");

  @Test
  void configurationAsCodeReadsItAndShowsNoSecret() throws Exception {
    assumeTrue(jenkins.hasPlugin("configuration-as-code"), "Configuration as Code is not there.");
    String key = cloud.parts().tokens().serviceAccountKey(DEPLOYER);
    Path yaml = temporary.resolve("identity.yaml");
    Files.writeString(
        yaml,
        """
        credentials:
          system:
            domainCredentials:
              - credentials:
                  - googleCloudIdentity:
                      scope: GLOBAL
                      id: "as-code"
                      description: "from a file"
                      project: "demo-project"
                      source:
                        serviceAccountKey:
                          key: %s
                      impersonate:
                        - serviceAccount: "middle@demo-project.iam.gserviceaccount.com"
                        - serviceAccount: "last@demo-project.iam.gserviceaccount.com"
                  - googleCloudIdentity:
                      scope: GLOBAL
                      id: "federated-as-code"
                      source:
                        workloadIdentity:
                          provider: "%s"
                          tokenCredentialsId: "jenkins-oidc"
                          serviceAccount: "%s"
                  - googleCloudIdentity:
                      scope: GLOBAL
                      id: "machine-as-code"
                      source: "metadataServer"
        """
            .formatted(new JsonPrimitive(key), PROVIDER, DEPLOYER));
    try {
      String shown =
          jenkins.script(
              """
              import com.cloudbees.plugins.credentials.*
              def before = new ArrayList(SystemCredentialsProvider.instance.credentials)
              io.jenkins.plugins.casc.ConfigurationAsCode.get().configure('%s')
              def out = new ByteArrayOutputStream()
              io.jenkins.plugins.casc.ConfigurationAsCode.get().export(out)
              println SystemCredentialsProvider.instance.credentials.collect { CredentialsNameProvider.name(it) }
              println out.toString('UTF-8')
              SystemCredentialsProvider.instance.credentials.clear()
              SystemCredentialsProvider.instance.credentials.addAll(before)
              SystemCredentialsProvider.instance.save()
              """
                  .formatted(yaml));
      assertTrue(
          shown.contains("last@demo-project.iam.gserviceaccount.com by a key (from a file)"),
          shown);
      assertTrue(shown.contains("Jenkins' own machine"), shown);
      for (String line :
          List.of(
              "googleCloudIdentity:",
              "serviceAccountKey:",
              "key: \"{AQAAAB",
              "serviceAccount: \"middle@demo-project.iam.gserviceaccount.com\"",
              "workloadIdentity:",
              "provider: \"" + PROVIDER + "\"",
              "tokenCredentialsId: \"jenkins-oidc\"",
              "metadataServer")) {
        assertTrue(shown.contains(line), line + " is not in " + shown);
      }
      assertFalse(shown.contains(IdentityInJenkinsIT.secret(key)), "the key is exported");
    } finally {
      Files.delete(yaml);
    }
  }
}
