package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Workload identity federation with the OpenID Connect Provider plugin itself. */
class TokenOfJenkinsIT extends RolloutJobs {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  private static final WorkloadIdentityProvider PROVIDER =
      new WorkloadIdentityProvider(
          "projects/1/locations/global/workloadIdentityPools/jenkins/providers/main");

  @Test
  void aJobActsAsTheAccountThatItWasGranted() throws Exception {
    String plugin = System.getProperty("oidc.hpi", "");
    assumeTrue(
        !plugin.isEmpty(), "-Doidc.hpi names the OpenID Connect Provider plugin to try with.");
    String encoded =
        jenkins
            .script(
                """
                import com.cloudbees.plugins.credentials.*
                import com.cloudbees.plugins.credentials.domains.Domain
                def j = jenkins.model.Jenkins.get()
                jenkins.model.JenkinsLocationConfiguration.get().url = '%s'
                j.pluginManager.dynamicLoad(new File('%s'))
                def kind = j.pluginManager.uberClassLoader.loadClass(
                    'io.jenkins.plugins.oidc_provider.IdTokenStringCredentials')
                def token = kind.newInstance(CredentialsScope.GLOBAL, 'jenkins-oidc', '')
                token.audience = 'https:%s'
                SystemCredentialsProvider.instance.store.addCredentials(Domain.global(), token)
                print token.publicKey().encoded.encodeBase64()
                """
                    .formatted(jenkins.root(), plugin, PROVIDER.audience()))
            .strip();
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    String unused =
        jenkins.submit(
            IdentityForms.STORE + "createCredentials",
            IdentityForms.made(
                IdentityForms.federation("federated", PROVIDER.value(), "jenkins-oidc", DEPLOYER)));

    Shop shop = shop("oidc");
    String script =
        deploy(shop, shop.image("one", "well"), "allowUnauthenticated: true")
            .replace("'cloud-run-demo'", "'federated'");
    String job = job(script);
    cloud
        .parts()
        .tokens()
        .trust(PROVIDER.audience(), jenkins.root() + "oidc", key)
        .allowSubject(jenkins.root() + "job/" + job + "/", DEPLOYER);
    jenkins.build(job);
    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertFalse(console.contains("eyJ"), console);
    assertEquals(1, shop.traffic().size());

    String other = ends("FAILURE", script);
    assertTrue(other.contains("iam.serviceAccounts.getAccessToken"), other);
  }
}
