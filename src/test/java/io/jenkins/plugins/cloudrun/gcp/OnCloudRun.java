package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.emulator.Rig;
import io.jenkins.plugins.cloudrun.emulator.app.Echo;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The embedded Cloud Run with one image, and our client on it. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class OnCloudRun {
  Rig rig;
  String image;
  CloudRunClient client;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    rig = new Rig(data);
    image = rig.image("echo", Echo.class);
    client = as(Asked.DEPLOYER);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  CloudRunClient as(String email) throws Exception {
    return Asked.client(rig.emulator().api().toString(), "access:" + email, Duration.ofSeconds(10));
  }

  OperationState done(ServiceKey key, String operation) throws Exception {
    for (int i = 0; i < 600; i++) {
      OperationState state = client.operation(key, operation);
      if (state.done()) {
        return state;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("never done");
  }

  ServiceState now(ServiceKey key) throws Failure {
    return client.service(key).orElseThrow();
  }

  ServiceChange change(
      ServiceKey key, Optional<String> etag, String revision, String greeting, Target... traffic) {
    return Asked.deploy(
        key,
        etag,
        revision,
        image,
        Asked.settings(Asked.env(Map.of("GREETING", greeting))),
        List.of(traffic));
  }

  ServiceState deployed(ServiceKey key) throws Exception {
    OperationState created =
        done(
            key,
            client.apply(
                change(key, Optional.empty(), key.service() + "-1", "one", Target.LATEST_ALL)));
    assertEquals(Optional.empty(), created.error());
    return now(key);
  }
}
