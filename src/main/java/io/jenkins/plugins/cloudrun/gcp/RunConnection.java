package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
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
import java.util.concurrent.ScheduledExecutorService;

/**
 * The clients of one account. No call retries by itself: when to repeat is the engine's business.
 *
 * <p>Nothing here starts a thread, so there may be many of these and none needs to be closed: calls
 * run in their caller's thread, all clients share one channel, the watchdog is off, and calls have
 * no deadline of the library's own (each channel would keep a thread for those). The transport
 * bounds them.
 */
final class RunConnection {
  private static final FixedHeaderProvider AGENT =
      FixedHeaderProvider.create("user-agent", "jenkins-cloud-run");

  final ServicesClient services;
  final RevisionsClient revisions;
  final JobsClient jobs;
  final ExecutionsClient executions;
  final TasksClient tasks;

  /**
   * @param endpoint the Admin API's base, https or (loopback) http
   * @param transport bounds each call, and puts the account's token on it
   * @param background the library wants one, and has no work for it
   */
  RunConnection(String endpoint, HttpTransport transport, ScheduledExecutorService background)
      throws IOException {
    TransportChannelProvider channel =
        FixedTransportChannelProvider.create(
            ServicesSettings.defaultHttpJsonTransportProviderBuilder()
                .setEndpoint(target(endpoint))
                .setHttpTransport(transport)
                .setExecutor(Runnable::run)
                .setHeaderProvider(AGENT)
                .build()
                .getTransportChannel());
    ServicesSettings.Builder service = ServicesSettings.newHttpJsonBuilder();
    prepare(service, channel, background);
    services = ServicesClient.create(service.applyToAllUnaryMethods(RunConnection::once).build());
    RevisionsSettings.Builder revision = RevisionsSettings.newHttpJsonBuilder();
    prepare(revision, channel, background);
    revisions =
        RevisionsClient.create(revision.applyToAllUnaryMethods(RunConnection::once).build());
    JobsSettings.Builder job = JobsSettings.newHttpJsonBuilder();
    prepare(job, channel, background);
    jobs = JobsClient.create(job.applyToAllUnaryMethods(RunConnection::once).build());
    ExecutionsSettings.Builder execution = ExecutionsSettings.newHttpJsonBuilder();
    prepare(execution, channel, background);
    executions =
        ExecutionsClient.create(execution.applyToAllUnaryMethods(RunConnection::once).build());
    TasksSettings.Builder task = TasksSettings.newHttpJsonBuilder();
    prepare(task, channel, background);
    tasks = TasksClient.create(task.applyToAllUnaryMethods(RunConnection::once).build());
  }

  @SuppressWarnings("NullAway") // the library documents null for "no watchdog"
  private static void prepare(
      ClientSettings.Builder<?, ?> settings,
      TransportChannelProvider channel,
      ScheduledExecutorService background) {
    settings
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setTransportChannelProvider(channel)
        .setBackgroundExecutorProvider(FixedExecutorProvider.create(background))
        .setWatchdogProvider(null);
  }

  /** The library wants host:port for https, and a scheme only for plain http. */
  private static String target(String endpoint) {
    if (!endpoint.startsWith("https://")) {
      return endpoint;
    }
    String host = endpoint.substring("https://".length());
    return host.indexOf(':') < 0 ? host + ":443" : host;
  }

  private static Void once(UnaryCallSettings.Builder<?, ?> call) {
    call.setRetryableCodes().setSimpleTimeoutNoRetriesDuration(Duration.ZERO);
    return null;
  }
}
