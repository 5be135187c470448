package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Our client of Cloud Run over any HTTP client. */
public final class DirectCloudRun {
  private static final String API = "http://run.test";

  private DirectCloudRun() {}

  /** As an account of the emulator that needs no token server. */
  public static CloudRun over(HttpClient http, String token, Duration limit) throws IOException {
    JdkHttpTransport transport =
        new JdkHttpTransport(new SharedHttp(http), uri -> uri, limit)
            .as(new AccessTokens(Asked.bearer(token), () -> {}));
    return new CloudRunClient(
        new RunConnection(API, transport, new ScheduledThreadPoolExecutor(1)),
        new LogReader(transport, API));
  }
}
