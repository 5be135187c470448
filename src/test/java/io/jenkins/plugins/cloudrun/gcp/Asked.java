package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.function.Executable;

/** What the tests ask, and of whom. */
final class Asked {
  static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  static final String TOKEN = "ya29.very-secret-token";
  static final ServiceKey SHOP = service("shop");

  private Asked() {}

  static ServiceKey service(String id) {
    return service(id, "europe-west1");
  }

  static ServiceKey service(String id, String region) {
    return new ServiceKey(new ProjectId("demo-project"), new Region(region), new ServiceName(id));
  }

  /** Credentials that always give the same token. */
  static GoogleCredentials bearer(String token) {
    return new GoogleCredentials() {
      private static final long serialVersionUID = 1L;

      @Override
      public AccessToken refreshAccessToken() {
        return new AccessToken(token, Date.from(Instant.now().plusSeconds(3600)));
      }
    };
  }

  static JdkHttpTransport transport(String token, Duration limit) {
    return new JdkHttpTransport(new SharedHttp(HttpClient::newBuilder), uri -> uri, limit)
        .as(new AccessTokens(bearer(token), () -> {}));
  }

  static RunConnection connection(String endpoint, String token, Duration limit)
      throws IOException {
    return new RunConnection(endpoint, transport(token, limit), new ScheduledThreadPoolExecutor(1));
  }

  static CloudRunClient client(String endpoint, String token, Duration limit) throws IOException {
    return new CloudRunClient(
        connection(endpoint, token, limit), new LogReader(transport(token, limit), endpoint));
  }

  static RevisionSettings settings(ContainerSettings container) {
    return new RevisionSettings(
        container,
        OptionalInt.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Map.of());
  }

  static ContainerSettings env(Map<String, String> env) {
    return new ContainerSettings(
        env,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  static ServiceChange deploy(
      ServiceKey key,
      Optional<String> etag,
      String revision,
      String image,
      RevisionSettings settings,
      List<Target> traffic) {
    return new ServiceChange(
        key,
        etag,
        Optional.of(
            new ServiceChange.NewRevision(
                new RevisionName(revision), ImageReference.parse(image), settings)),
        traffic);
  }

  static ServiceChange create(ServiceKey key) {
    return deploy(
        key,
        Optional.empty(),
        key.service() + "-1",
        "europe-west1-docker.pkg.dev/p/r/shop@sha256:" + "a".repeat(64),
        settings(ContainerSettings.UNCHANGED),
        List.of(Target.LATEST_ALL));
  }

  /** The failure of a call, which must be one. */
  static Failure failure(Executable call) {
    try {
      call.execute();
    } catch (Failure e) {
      return e;
    } catch (Throwable e) {
      throw new AssertionError("not a Failure", e);
    }
    throw new AssertionError("nothing failed");
  }
}
