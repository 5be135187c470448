package io.jenkins.plugins.cloudrun.emulator;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.ExecutionsClient;
import com.google.cloud.run.v2.ExecutionsSettings;
import com.google.cloud.run.v2.JobsClient;
import com.google.cloud.run.v2.JobsSettings;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.RevisionsSettings;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.cloud.run.v2.TasksClient;
import com.google.cloud.run.v2.TasksSettings;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jenkins.plugins.cloudrun.emulator.app.Echo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** An emulator with an image in its registry, and the real clients on it. */
public final class Rig implements AutoCloseable {
  public static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  static final String PARENT = "projects/demo-project/locations/europe-west1";

  final MemoryRegistry registry = new MemoryRegistry();
  final Emulator emulator;
  final String echo;
  final ServicesClient services;
  final RevisionsClient revisions;
  final JobsClient jobs;
  final ExecutionsClient executions;
  final TasksClient tasks;

  public Rig(Path data) throws IOException {
    emulator =
        Emulator.start(
            Options.in(data).withHostPaths(Path.of(System.getProperty("java.home", ""))),
            new FixedTokens(),
            registry);
    echo = registry.java("echo", Echo.class);
    String api = emulator.api().toString();
    FixedCredentialsProvider who = credentials("access:" + DEPLOYER);
    services = services("access:" + DEPLOYER);
    revisions =
        RevisionsClient.create(
            RevisionsSettings.newHttpJsonBuilder()
                .setCredentialsProvider(who)
                .setEndpoint(api)
                .build());
    jobs =
        JobsClient.create(
            JobsSettings.newHttpJsonBuilder().setCredentialsProvider(who).setEndpoint(api).build());
    executions =
        ExecutionsClient.create(
            ExecutionsSettings.newHttpJsonBuilder()
                .setCredentialsProvider(who)
                .setEndpoint(api)
                .build());
    tasks =
        TasksClient.create(
            TasksSettings.newHttpJsonBuilder()
                .setCredentialsProvider(who)
                .setEndpoint(api)
                .build());
  }

  public Emulator emulator() {
    return emulator;
  }

  /** The reference of an image that runs a class of the tests, by digest. */
  public String image(String name, Class<?> main) throws IOException {
    return registry.java(name, main);
  }

  /** The digest of an image that {@link #image} made. */
  public String digest(String reference) {
    String repository = reference.substring(reference.indexOf('/') + 1, reference.lastIndexOf(':'));
    return registry.manifest(repository, "latest").orElseThrow().digest();
  }

  ServicesClient services(String token) throws IOException {
    return ServicesClient.create(
        ServicesSettings.newHttpJsonBuilder()
            .setCredentialsProvider(credentials(token))
            .setEndpoint(emulator.api().toString())
            .build());
  }

  private static FixedCredentialsProvider credentials(String token) {
    return FixedCredentialsProvider.create(
        GoogleCredentials.create(
            new AccessToken(token, Date.from(Instant.now().plusSeconds(3600)))));
  }

  static String service(String id) {
    return PARENT + "/services/" + id;
  }

  /** A service of the echo image. */
  Service.Builder template(String greeting) {
    return Service.newBuilder()
        .setTemplate(
            RevisionTemplate.newBuilder()
                .addContainers(container(echo).addEnv(env("GREETING", greeting))));
  }

  static Container.Builder container(String image) {
    return Container.newBuilder().setImage(image);
  }

  static com.google.cloud.run.v2.EnvVar env(String name, String value) {
    return com.google.cloud.run.v2.EnvVar.newBuilder().setName(name).setValue(value).build();
  }

  Operation create(String id, Service.Builder service) throws Exception {
    return done(
        services
            .createServiceCallable()
            .call(
                CreateServiceRequest.newBuilder()
                    .setParent(PARENT)
                    .setServiceId(id)
                    .setService(service)
                    .build()));
  }

  /** Reads, changes and writes back with the etag. */
  Operation update(String id, Function<Service.Builder, Service.Builder> change) throws Exception {
    Service.Builder current = services.getService(service(id)).toBuilder();
    return done(
        services
            .updateServiceCallable()
            .call(UpdateServiceRequest.newBuilder().setService(change.apply(current)).build()));
  }

  /** Polls an operation until it is done. */
  Operation done(Operation operation) throws InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    Operation now = operation;
    while (!now.getDone()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not done: " + now);
      }
      Thread.sleep(20);
      now = poll(operation);
    }
    return now;
  }

  /** A client reads the operations of its own resources alone. */
  private Operation poll(Operation operation) {
    String type = operation.getMetadata().getTypeUrl();
    return (type.endsWith("Service")
            ? services.getHttpJsonOperationsClient()
            : type.endsWith("Job")
                ? jobs.getHttpJsonOperationsClient()
                : executions.getHttpJsonOperationsClient())
        .getOperation(operation.getName());
  }

  static Service service(Operation operation) throws InvalidProtocolBufferException {
    return operation.getMetadata().unpack(Service.class);
  }

  static HttpResponse<String> get(String uri, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static <T> T result(java.util.concurrent.Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {
    services.close();
    revisions.close();
    jobs.close();
    executions.close();
    tasks.close();
    emulator.close();
  }
}
