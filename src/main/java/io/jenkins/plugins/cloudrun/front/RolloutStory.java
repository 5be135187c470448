package io.jenkins.plugins.cloudrun.front;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.platform.RolloutNews;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A rollout as a build tells of it: the first line of its log, links, a link to the service beside
 * the build, and news for whoever else wants to know.
 */
public final class RolloutStory {
  private static final Logger LOGGER = Logger.getLogger(RolloutStory.class.getName());

  private final Run<?, ?> run;
  private final String id;
  private final String page;
  private final TaskListener log;

  /** What is told to others, one after the other. */
  private CompletableFuture<Void> telling = CompletableFuture.completedFuture(null);

  /**
   * @param page the rollout's page
   */
  public RolloutStory(Run<?, ?> run, String id, String page, TaskListener log) {
    this.run = run;
    this.id = id;
    this.page = page;
    this.log = log;
  }

  /** Writes what the story is about, and where more of it is to be seen. */
  public static void open(Plan plan, String page, TaskListener log) throws IOException {
    for (Region region : plan.regions()) {
      ServiceKey key = plan.key(region);
      log.getLogger().print("Cloud Run " + key + " (");
      log.hyperlink(page, "rollout page");
      log.getLogger().print(", ");
      log.hyperlink(ConsolePages.service(key), "Google Cloud console");
      log.getLogger().print(", ");
      log.hyperlink(ConsolePages.logs(key), "logs");
      log.getLogger().println(")");
    }
  }

  /** What a line of the log links to. */
  public static Map<String, String> links(Rollout rollout, Entry entry) {
    // Which region a line is about is known for sure when there is one.
    if (rollout.plan().regions().size() > 1) {
      return Map.of();
    }
    ServiceKey key = rollout.key();
    String revision = rollout.revision().value();
    if (entry.text().startsWith("The last lines of ")) {
      return Map.of(revision, ConsolePages.logs(key, rollout.revision()));
    }
    return entry.kind().equals(Entry.SECTION)
        ? Map.of(revision, ConsolePages.service(key))
        : Map.of();
  }

  /** A line of the story is in the log. */
  public void told(Entry entry) {
    if (entry.kind().equals(Entry.SECTION) || entry.kind().equals(Entry.QUESTION)) {
      each(
          news ->
              Platform.get()
                  .rollouts()
                  .find(id)
                  .ifPresent(rollout -> news.begun(run, rollout, page, entry.text(), log)));
    }
  }

  /** The story has ended. */
  public void ended(Settlement settlement) {
    ServiceLink.record(run, settlement);
    each(
        news ->
            Platform.get()
                .rollouts()
                .find(id)
                .ifPresent(rollout -> news.ended(run, rollout, page, settlement, log)));
  }

  private synchronized void each(Consumer<RolloutNews> event) {
    for (RolloutNews news : Platform.get().rolloutNews()) {
      telling =
          telling.thenRunAsync(
              () -> {
                try {
                  event.accept(news);
                } catch (RuntimeException | LinkageError e) {
                  LOGGER.log(Level.WARNING, "Cannot tell of rollout " + id, e);
                }
              },
              Platform.get().background());
    }
  }
}
