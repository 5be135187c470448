package io.jenkins.plugins.cloudrun.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.Secret;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoogleCloudIdentityTest {
  private static final String PROVIDER =
      "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/jenkins/providers/main";
  private static final String KEY =
      "{\"type\":\"service_account\",\"client_email\":\"a@p.iam.gserviceaccount.com\","
          + "\"private_key\":\"very-secret\",\"token_uri\":\"http://elsewhere\"}";

  private final List<String> asked = new ArrayList<>();

  private String token(String id) {
    asked.add(id);
    return "a.b.c";
  }

  private static GoogleCloudIdentity identity(IdentitySource source, String... impersonate) {
    GoogleCloudIdentity identity = new GoogleCloudIdentity(null, "id", "", source);
    identity.setImpersonate(Stream.of(impersonate).map(ImpersonatedAccount::new).toList());
    return identity;
  }

  private static String name(GoogleCloudIdentity identity) {
    return new GoogleCloudIdentity.Name().getName(identity);
  }

  @Test
  void aNameSaysWhomOneActsAsAndNoSecret() {
    ServiceAccountKeySource key = new ServiceAccountKeySource(Secret.fromString(KEY));
    assertEquals("a@p.iam.gserviceaccount.com by a key", name(identity(key)));
    assertEquals("c@p by a key", name(identity(key, "b@p", "c@p")));
    assertEquals(
        "a key (old)",
        name(
            new GoogleCloudIdentity(
                null, "id", "old", new ServiceAccountKeySource(Secret.fromString("very-secret")))));
    WorkloadIdentitySource federation = new WorkloadIdentitySource(PROVIDER, "oidc");
    assertEquals("a token of Jenkins for jenkins/main", name(identity(federation)));
    federation.setServiceAccount(" d@p ");
    assertEquals("d@p by a token of Jenkins for jenkins/main", name(identity(federation)));
    assertEquals("Jenkins' own machine", name(identity(new MetadataServerSource())));
    assertEquals(
        "e@p by an external account",
        name(identity(new ExternalAccountSource(Secret.fromString(KEY)), "e@p")));
    for (Object shown : List.of(key, identity(key))) {
      assertFalse(shown.toString().contains("very-secret"));
    }
  }

  @Test
  void theTokenComesFromTheCredentialThatIsNamed() throws Exception {
    assertNotNull(identity(new WorkloadIdentitySource(PROVIDER, "oidc")).identity(this::token));
    ExternalAccountSource external = new ExternalAccountSource(Secret.fromString("{}"));
    assertNotNull(identity(external).identity(this::token));
    external.setTokenCredentialsId("other");
    assertNotNull(identity(external).identity(this::token));
    assertNotNull(identity(new MetadataServerSource()).identity(this::token));
    assertEquals(List.of("oidc", "other"), asked);
  }

  @Test
  void whatCannotBeReadIsSaidWhenItIsUsed() {
    GoogleCloudIdentity chain = identity(new MetadataServerSource(), "no address");
    refused(chain, "'no address' is not a service account");
    refused(
        identity(new WorkloadIdentitySource("main", "oidc")),
        "'main' is not a workload identity provider");
    WorkloadIdentitySource federation = new WorkloadIdentitySource(PROVIDER, "oidc");
    federation.setServiceAccount("no address");
    refused(identity(federation), "'no address' is not a service account");
    GoogleCloudIdentity home = identity(new MetadataServerSource());
    home.setProject("Not A Project");
    refused(home, "'Not A Project' is not a project");
  }

  private void refused(GoogleCloudIdentity identity, String why) {
    Failure.Permanent refusal =
        assertThrows(Failure.Permanent.class, () -> identity.identity(this::token));
    assertEquals(Failure.Reason.UNAUTHENTICATED, refusal.reason());
    assertTrue(
        refusal.explanation().startsWith("The credential 'id' cannot be used: "),
        refusal.explanation());
    assertTrue(refusal.explanation().contains(why), refusal.explanation());
  }

  @Test
  void emptyFieldsAreNone() {
    GoogleCloudIdentity identity = identity(new MetadataServerSource());
    identity.setProject(" ");
    assertEquals(null, identity.getProject());
    assertEquals(List.of(), identity.getImpersonate());
    WorkloadIdentitySource federation = new WorkloadIdentitySource(PROVIDER, " oidc ");
    federation.setServiceAccount("");
    assertEquals(null, federation.getServiceAccount());
    assertEquals("oidc", federation.getTokenCredentialsId());
  }
}
