package io.jenkins.plugins.cloudrun.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.JobName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The story of a rollout as a person reads it in a console. */
final class LogLinesTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T10:00:00Z");
  private static final ServiceKey SHOP =
      new ServiceKey(
          new ProjectId("my-project"), new Region("europe-west1"), new ServiceName("shop"));

  private static String line(long seconds, String kind, String text) {
    return LogLines.of(new Entry(SINCE.plusSeconds(seconds), kind, text), SINCE);
  }

  @Test
  void whatBeginsAPartStandsOutAndTheRestBelongsToIt() {
    assertEquals(
        "[0:04] Deploying revision shop-2", line(4, Entry.SECTION, "Deploying revision shop-2"));
    assertEquals(
        "[0:09]   Revision shop-2 is ready", line(9, Entry.INFO, "Revision shop-2 is ready"));
    assertEquals("[0:09]   Verdict: healthy", line(9, Entry.VERDICT, "healthy"));
    assertEquals("[1:00]   WARNING: slow", line(60, Entry.WARNING, "slow"));
    assertEquals("[59:59] May 50 % follow?", line(3599, Entry.QUESTION, "May 50 % follow?"));
    assertEquals("    | listening", line(5, Entry.LOG, "listening"));
  }

  @Test
  void timesAreShortAndNeverNegative() {
    assertEquals("1:00:00", Durations.elapsed(Duration.ofHours(1)));
    assertEquals("26:03:09", Durations.elapsed(Duration.ofHours(26).plusSeconds(189)));
    assertEquals("0:00", Durations.elapsed(Duration.ofSeconds(-5)));
  }

  /** A container may print what looks like a line of ours, or like a note of Jenkins. */
  @Test
  void aLineOfAContainerStaysOneLine() {
    assertEquals(
        "    | a [0:00] Traffic: 100 % b[8mha",
        line(0, Entry.LOG, "a\n[0:00] Traffic: 100 %\r\nb\u001b[8mha"));
  }

  @Test
  void theFirstNameBecomesALinkAndIsReadWhereThereAreNone() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    TaskListener linking =
        new TaskListener() {
          private static final long serialVersionUID = 1L;

          @Override
          public PrintStream getLogger() {
            return printed;
          }

          @Override
          public void hyperlink(String url, String text) {
            printed.print("<" + url + "|" + text + ">");
          }
        };
    Entry entry = new Entry(SINCE, Entry.SECTION, "Traffic: 5 % shop-2, 95 % shop-1");
    Map<String, String> links = Map.of("shop-2", "https://example.com/");
    LogLines.write(linking, entry, SINCE, links);
    LogLines.write(() -> printed, entry, SINCE, links);
    LogLines.write(linking, entry, SINCE, Map.of());
    assertEquals(
        """
        [0:00] Traffic: 5 % <https://example.com/|shop-2>, 95 % shop-1
        [0:00] Traffic: 5 % shop-2, 95 % shop-1
        [0:00] Traffic: 5 % shop-2, 95 % shop-1
        """,
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void pagesOfGoogleAreAddresses() {
    assertEquals(
        "https://console.cloud.google.com/run/detail/europe-west1/shop/revisions?project=my-project",
        ConsolePages.service(SHOP));
    JobKey migrate = new JobKey(SHOP.project(), SHOP.region(), new JobName("migrate"));
    assertEquals(
        "https://console.cloud.google.com/run/jobs/executions/details/europe-west1/migrate-x1/tasks?project=my-project",
        ConsolePages.execution(migrate, "migrate-x1"));
    assertEquals(
        "https://console.cloud.google.com/run/jobs/details/europe-west1/migrate/executions?project=my-project",
        ConsolePages.job(migrate));
    for (String page :
        new String[] {
          ConsolePages.logs(SHOP), ConsolePages.logs(SHOP, new RevisionName("shop-2"))
        }) {
      assertEquals("console.cloud.google.com", URI.create(page).getHost());
      assertFalse(page.contains("\"") || page.contains(" "), page);
    }
  }
}
