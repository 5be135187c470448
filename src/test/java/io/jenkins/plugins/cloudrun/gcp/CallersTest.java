package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static io.jenkins.plugins.cloudrun.gcp.Asked.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.type.Expr;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may call a service, against the embedded Cloud Run. */
class CallersTest extends OnCloudRun {
  @Test
  void everyoneMayCallOrNoLonger() throws Exception {
    ServiceKey key = service("open");
    deployed(key);
    assertFalse(client.isPublic(key));
    long writes = rig.emulator().journal().count("SetIamPolicy");
    client.setPublic(key, false);
    assertEquals(writes, rig.emulator().journal().count("SetIamPolicy"));
    client.setPublic(key, true);
    assertTrue(client.isPublic(key));
    client.setPublic(key, true);
    assertEquals(writes + 1, rig.emulator().journal().count("SetIamPolicy"));
    client.setPublic(key, false);
    assertFalse(client.isPublic(key));

    rig.emulator().access().deny(Asked.DEPLOYER, "run.services.setIamPolicy");
    try {
      Failure denied = failure(() -> client.setPublic(key, true));
      assertTrue(denied.explanation().contains("allowUnauthenticated"), denied.explanation());
    } finally {
      rig.emulator().access().allow(Asked.DEPLOYER, "run.services.setIamPolicy");
    }
  }

  @Test
  void otherBindingsAndConditionsOfThePolicyStay() throws Exception {
    ServiceKey key = service("policy");
    deployed(key);
    RunConnection connection =
        Asked.connection(
            rig.emulator().api().toString(), "access:" + Asked.DEPLOYER, Duration.ofSeconds(10));
    Binding viewer =
        Binding.newBuilder().setRole("roles/run.viewer").addMembers("allUsers").build();
    Binding nightly =
        Binding.newBuilder()
            .setRole("roles/run.invoker")
            .addMembers("allUsers")
            .setCondition(Expr.newBuilder().setTitle("nightly").setExpression("true"))
            .build();
    Binding friend =
        Binding.newBuilder().setRole("roles/run.invoker").addMembers("user:f@example.com").build();
    List<Binding> before = List.of(viewer, nightly, friend);
    var unused =
        connection
            .services
            .setIamPolicyCallable()
            .call(
                SetIamPolicyRequest.newBuilder()
                    .setResource(key.resource())
                    .setPolicy(Policy.newBuilder().setVersion(3).addAllBindings(before))
                    .build());
    assertFalse(client.isPublic(key));
    client.setPublic(key, true);
    assertEquals(
        List.of(viewer, nightly, friend.toBuilder().addMembers("allUsers").build()),
        bindings(connection, key));
    client.setPublic(key, false);
    assertEquals(before, bindings(connection, key));
  }

  private static List<Binding> bindings(RunConnection connection, ServiceKey key) {
    return connection
        .services
        .getIamPolicyCallable()
        .call(GetIamPolicyRequest.newBuilder().setResource(key.resource()).build())
        .getBindingsList();
  }

  @Test
  void aPrivateServiceIsCalledWithAToken() throws Exception {
    ServiceKey key = service("private");
    String url = deployed(key).uri().orElseThrow().toString();
    HttpHealth health =
        new HttpHealth(
            new SharedHttp(HttpClient::newBuilder),
            audience -> "identity:" + Asked.DEPLOYER + ":" + audience,
            true);
    Duration limit = Duration.ofSeconds(10);
    assertEquals(403, health.get(request(url, Optional.empty(), limit)).status());
    assertEquals(200, health.get(request(url, Optional.of(url), limit)).status());
  }

  private static Health.Request request(String url, Optional<String> audience, Duration limit) {
    return new Health.Request(URI.create(url), audience, limit);
  }
}
