package io.jenkins.plugins.cloudrun.front;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServiceLinkTest {
  private final Run<?, ?> run = new FakeRun();

  ServiceLinkTest() throws IOException {}

  private List<String> links() {
    return run.getActions(ServiceLink.class).stream()
        .map(link -> link.getDisplayName() + " " + link.getUrlName())
        .toList();
  }

  private void ended(boolean success, String url) {
    ServiceLink.record(run, new Settlement(success, "", Map.of("service", "shop", "url", url)));
  }

  @Test
  void aServiceThatServesIsLinkedOnce() {
    ended(true, "https://shop.example.com");
    ended(true, "https://shop.example.com");
    assertEquals(List.of("Open shop https://shop.example.com"), links());
  }

  @Test
  void nothingElseIs() {
    ended(false, "https://shop.example.com");
    ended(true, "");
    ended(true, "javascript:alert(1)");
    ended(true, "https:shop");
    ServiceLink.record(run, new Settlement(true, "", Map.of()));
    assertEquals(List.of(), links());
  }

  private static final class FakeJob extends Job<FakeJob, FakeRun> {
    FakeJob() {
      super(null, "x");
    }
  }

  private static final class FakeRun extends Run<FakeJob, FakeRun> {
    FakeRun() throws IOException {
      super(new FakeJob());
    }

    @Override
    public void save() {}
  }
}
