package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One page, names only. */
@SuppressWarnings("NullAway.Init")
final class CatalogReaderTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ProjectId PROJECT = new ProjectId("demo-project");
  private static final Region REGION = new Region("europe-west1");
  private static final String PLACE = "projects/demo-project/locations/europe-west1/";

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private Map<String, String> answers = Map.of();

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          String answer = answers.get(exchange.getRequestURI().getPath());
          byte[] body =
              (answer == null
                      ? "{\"error\": {\"code\": 403, \"status\": \"PERMISSION_DENIED\","
                          + " \"message\": \"no\"}}"
                      : answer)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer == null ? 403 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private CatalogReader reader(boolean registry) throws Exception {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    return new CatalogReader(
        Asked.connection(base, Asked.TOKEN, LIMIT),
        new RestCalls(Asked.transport(Asked.TOKEN, LIMIT)),
        registry ? Optional.of(base) : Optional.empty());
  }

  @Test
  void namesOfServicesRevisionsJobsAndRepositories() throws Exception {
    answers =
        Map.of(
            "/v2/" + PLACE + "services",
            "{\"services\": [{\"name\": \"%sservices/shop\"}, {\"name\": \"%sservices/till\"}],\"nextPageToken\": \"more\"}"
                .formatted(PLACE, PLACE),
            "/v2/" + PLACE + "jobs",
            "{\"jobs\": [{\"name\": \"%sjobs/migrate\"}]}".formatted(PLACE),
            "/v2/" + PLACE + "services/shop/revisions",
            "{\"revisions\": [{\"name\": \"%sservices/shop/revisions/shop-1\", \"createTime\": \"2026-01-01T00:00:00Z\"}, {\"name\": \"%sservices/shop/revisions/shop-2\", \"createTime\": \"2026-01-02T00:00:00Z\"}]}"
                .formatted(PLACE, PLACE),
            "/v1/projects/demo-project/locations/europe/repositories",
            "{\"repositories\": [{\"name\":"
                + " \"projects/demo-project/locations/europe/repositories/all\", \"format\":"
                + " \"DOCKER\"}]}",
            "/v1/" + PLACE + "repositories",
            "{\"repositories\": [{\"name\": \"%srepositories/apps\", \"format\": \"DOCKER\"}, {\"name\": \"%srepositories/jars\", \"format\": \"MAVEN\"}]}"
                .formatted(PLACE, PLACE));
    CatalogReader reader = reader(true);
    assertEquals(List.of("shop", "till"), reader.services(PROJECT, REGION));
    assertEquals(List.of("migrate"), reader.jobs(PROJECT, REGION));
    assertEquals(
        List.of("shop-2", "shop-1"),
        reader.revisions(PROJECT, REGION, new ServiceName("shop")),
        "the newest first");
    assertEquals(
        List.of(
            "europe-west1-docker.pkg.dev/demo-project/apps",
            "europe-docker.pkg.dev/demo-project/all"),
        reader.repositories(PROJECT, REGION));
    assertEquals(5, requests.size(), requests.toString());
    assertTrue(requests.stream().allMatch(r -> r.startsWith("GET ")), requests.toString());
    assertTrue(requests.stream().allMatch(r -> r.contains("pageSize=200")), requests.toString());
  }

  @Test
  void nothingThere() throws Exception {
    answers =
        Map.of(
            "/v1/" + PLACE + "repositories",
            "{}",
            "/v1/projects/demo-project/locations/europe/repositories",
            "{}",
            "/v1/projects/demo-project/locations/northamerica-south1/repositories",
            "{}",
            "/v2/" + PLACE + "services",
            "{}");
    assertEquals(List.of(), reader(true).services(PROJECT, REGION));
    assertEquals(List.of(), reader(true).repositories(PROJECT, REGION));
    requests.clear();
    assertEquals(List.of(), reader(true).repositories(PROJECT, new Region("northamerica-south1")));
    assertEquals(1, requests.size(), "no multi-region lies around it: " + requests);
  }

  @Test
  void aRefusalSaysWhichRoleIsMissing() throws Exception {
    Failure refused = assertThrows(Failure.class, () -> reader(true).repositories(PROJECT, REGION));
    assertTrue(
        refused.getMessage().contains("roles/artifactregistry.reader"), refused.getMessage());
    assertThrows(Failure.class, () -> reader(true).jobs(PROJECT, REGION));
  }

  /** A token for an endpoint that an administrator has moved is shown to nobody else. */
  @Test
  void noRegistryIsAskedWhereCloudRunHasBeenMoved() throws Exception {
    assertEquals(List.of(), reader(false).repositories(PROJECT, REGION));
    assertEquals(List.of(), requests);
    assertEquals(
        Optional.of("https://artifactregistry.googleapis.com"), Endpoints.GOOGLE.registryApi());
    Optional<URI> moved = Optional.of(URI.create("http://127.0.0.1:1"));
    Optional<URI> none = Optional.empty();
    assertEquals(Optional.empty(), new Endpoints(moved, none, none, none, none).registryApi());
  }
}
