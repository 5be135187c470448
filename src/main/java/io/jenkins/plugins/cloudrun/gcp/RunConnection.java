package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.httpjson.InstantiatingHttpJsonChannelProvider;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.auth.Credentials;
import com.google.cloud.run.v2.ExecutionsClient;
import com.google.cloud.run.v2.ExecutionsSettings;
import com.google.cloud.run.v2.JobsClient;
import com.google.cloud.run.v2.JobsSettings;
import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.RevisionsSettings;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.cloud.run.v2.TasksClient;
import com.google.cloud.run.v2.TasksSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The clients of one account. No call retries by itself and each is bounded: when to repeat is the
 * engine's business. The clients share the executors they are given instead of starting threads of
 * their own.
 */
final class RunConnection implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(40);
  private static final FixedHeaderProvider AGENT =
      FixedHeaderProvider.create("user-agent", "jenkins-cloud-run");

  final ServicesClient services;
  final RevisionsClient revisions;
  final JobsClient jobs;
  final ExecutionsClient executions;
  final TasksClient tasks;

  /**
   * @param endpoint the Admin API's base, https or (loopback) http
   */
  RunConnection(
      Credentials credentials,
      String endpoint,
      HttpTransport transport,
      Executor calls,
      ScheduledExecutorService background)
      throws IOException {
    FixedCredentialsProvider as = FixedCredentialsProvider.create(credentials);
    FixedExecutorProvider shared = FixedExecutorProvider.create(background);
    ServicesSettings.Builder service = ServicesSettings.newHttpJsonBuilder();
    service
        .setCredentialsProvider(as)
        .setBackgroundExecutorProvider(shared)
        .setHeaderProvider(AGENT)
        .setTransportChannelProvider(
            channel(
                ServicesSettings.defaultHttpJsonTransportProviderBuilder(),
                endpoint,
                transport,
                calls))
        .applyToAllUnaryMethods(RunConnection::once);
    services = ServicesClient.create(service.build());
    RevisionsSettings.Builder revision = RevisionsSettings.newHttpJsonBuilder();
    revision
        .setCredentialsProvider(as)
        .setBackgroundExecutorProvider(shared)
        .setHeaderProvider(AGENT)
        .setTransportChannelProvider(
            channel(
                RevisionsSettings.defaultHttpJsonTransportProviderBuilder(),
                endpoint,
                transport,
                calls))
        .applyToAllUnaryMethods(RunConnection::once);
    revisions = RevisionsClient.create(revision.build());
    JobsSettings.Builder job = JobsSettings.newHttpJsonBuilder();
    job.setCredentialsProvider(as)
        .setBackgroundExecutorProvider(shared)
        .setHeaderProvider(AGENT)
        .setTransportChannelProvider(
            channel(
                JobsSettings.defaultHttpJsonTransportProviderBuilder(), endpoint, transport, calls))
        .applyToAllUnaryMethods(RunConnection::once);
    jobs = JobsClient.create(job.build());
    ExecutionsSettings.Builder execution = ExecutionsSettings.newHttpJsonBuilder();
    execution
        .setCredentialsProvider(as)
        .setBackgroundExecutorProvider(shared)
        .setHeaderProvider(AGENT)
        .setTransportChannelProvider(
            channel(
                ExecutionsSettings.defaultHttpJsonTransportProviderBuilder(),
                endpoint,
                transport,
                calls))
        .applyToAllUnaryMethods(RunConnection::once);
    executions = ExecutionsClient.create(execution.build());
    TasksSettings.Builder task = TasksSettings.newHttpJsonBuilder();
    task.setCredentialsProvider(as)
        .setBackgroundExecutorProvider(shared)
        .setHeaderProvider(AGENT)
        .setTransportChannelProvider(
            channel(
                TasksSettings.defaultHttpJsonTransportProviderBuilder(),
                endpoint,
                transport,
                calls))
        .applyToAllUnaryMethods(RunConnection::once);
    tasks = TasksClient.create(task.build());
  }

  private static InstantiatingHttpJsonChannelProvider channel(
      InstantiatingHttpJsonChannelProvider.Builder builder,
      String endpoint,
      HttpTransport transport,
      Executor calls) {
    // The library wants host:port for https, and a scheme only for plain http.
    String target =
        endpoint.startsWith("https://") ? endpoint.substring("https://".length()) : endpoint;
    if (endpoint.startsWith("https://") && target.indexOf(':') < 0) {
      target = target + ":443";
    }
    return builder.setEndpoint(target).setHttpTransport(transport).setExecutor(calls).build();
  }

  private static Void once(UnaryCallSettings.Builder<?, ?> call) {
    call.setRetryableCodes().setSimpleTimeoutNoRetriesDuration(CALL);
    return null;
  }

  @Override
  public void close() {
    services.close();
    revisions.close();
    jobs.close();
    executions.close();
    tasks.close();
  }
}
