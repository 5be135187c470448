package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeJob;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Asked;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Served;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kohsuke.stapler.StaplerRequest2;

/** The rollouts that a filter asks for, page by page. */
class HistoryTest {
  private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
  private final FakePlatform platform = new FakePlatform();
  private final FakeJob shop = new FakeJob("shop");
  private final FakeJob secret = new FakeJob("secret");

  @BeforeEach
  void roll() {
    platform.items.put("shop", shop);
    platform.items.put("secret", secret);
    shop.granted = Set.of(CloudRunPermissions.VIEW);
    ended("d-1", "shop", 1, "Started by user Ada", Outcome.SUCCEEDED);
    ended("d-2", "shop", 2, "Started by timer", Outcome.ROLLED_BACK);
    ended("d-3", "secret", 3, "Started by user Ada", Outcome.SUCCEEDED);
    Approval approval = new Approval(List.of("ada"), Duration.ofHours(1), 100, List.of());
    platform.rollouts.start(
        Asked.rollout("d-4", new Origin("shop", Optional.of(4), "Started by sam"), approval, AT));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private void ended(String id, String item, int run, String actor, Outcome outcome) {
    platform.rollouts.start(
        Served.ended(id, new Origin(item, Optional.of(run), actor), outcome, AT));
  }

  private static HistoryFilter filter(Map<String, String> parameters) {
    return HistoryFilter.of(
        (StaplerRequest2)
            Proxy.newProxyInstance(
                StaplerRequest2.class.getClassLoader(),
                new Class<?>[] {StaplerRequest2.class},
                (proxy, method, arguments) -> {
                  assertEquals("getParameter", method.getName());
                  return parameters.get(String.valueOf(arguments[0]));
                }));
  }

  private static History history(Map<String, String> parameters) {
    return History.of(
        new FakePeople.Everything(), filter(parameters), new Visible(), Clock.systemUTC());
  }

  private static List<String> ids(History history) {
    return history.getRows().stream().map(HistoryRow::getId).toList();
  }

  @Test
  void whatGoesOnComesFirstAndWhatOneMayNotViewNever() {
    History history = history(Map.of());
    assertEquals(List.of("d-4", "d-1", "d-2"), ids(history));
    assertEquals("", history.getOlder());
    assertEquals("", history.getNewer());
    assertTrue(history.isSearchedAll());
    assertEquals(List.of("us-central1"), history.getPlaces());
    assertEquals(
        List.of(),
        ids(
            History.of(
                new JobRollouts(secret), filter(Map.of()), new Visible(), Clock.systemUTC())));
  }

  @Test
  void aRowTellsWhenItEndedAndHowLongItTook() {
    List<HistoryRow> rows = history(Map.of()).getRows();
    assertNull(rows.get(0).getEnded(), "it goes on");
    assertNotNull(rows.get(1).getEnded());
    assertEquals("1m", rows.get(1).getTook());
  }

  /** Read from left to right: parameter, value, what is found. */
  @ParameterizedTest
  @CsvSource({
    "service, SHO,            d-4 d-1 d-2",
    "service, cart,           ''",
    "where,   us-central1,    d-4 d-1 d-2",
    "where,   us,             ''",
    "outcome, going,          d-4",
    "outcome, asking,         d-4",
    "outcome, succeeded,      d-1",
    "outcome, rolled_back,    d-2",
    "outcome, nonsense,       ''",
    "by,      user ada,       d-1",
    "by,      sam,            d-4",
    "text,    d-2,            d-2",
    "text,    ended rolled,   d-2",
    "text,    shop #1,        d-1",
    "text,    apps/shop:v2,   d-4 d-1 d-2",
    "text,    very-secret,    ''",
    "page,    2,              ''",
    "page,    -1,             d-4 d-1 d-2",
    "page,    x,              d-4 d-1 d-2",
  })
  void aFilterFinds(String parameter, String value, String found) {
    assertEquals(
        found.isEmpty() ? List.of() : List.of(found.split(" ")),
        ids(history(Map.of(parameter, value))));
  }

  @Test
  void allPartsOfAFilterHaveToHold() {
    assertEquals(
        List.of("d-1"), ids(history(Map.of("outcome", "succeeded", "by", "ada", "text", "shop"))));
    assertEquals(List.of(), ids(history(Map.of("outcome", "succeeded", "by", "timer"))));
  }

  @Test
  void whoAnsweredIsFoundToo() {
    platform.rollouts.command("d-4", new Command(Command.APPROVE, "grace", "", AT));
    assertEquals(List.of("d-4"), ids(history(Map.of("by", "grace"))));
  }

  @Test
  void aTargetIsAPlace() {
    Target plain = Target.named(new TargetName("production"));
    platform.targets =
        List.of(
            new Target(
                plain.name(),
                Optional.of(new ProjectId("example-project")),
                List.of(),
                plain.repository(),
                plain.credentialsId(),
                plain.workloadIdentityProvider(),
                plain.impersonate(),
                plain.serviceAccount()));
    History history = history(Map.of("where", "production"));
    assertEquals(3, history.getRows().size());
    assertEquals("production (us-central1)", history.getRows().get(0).getPlace());
    assertEquals(List.of("production", "us-central1"), history.getPlaces());
  }

  @Test
  void pagesAreLinkedWithTheirFilter() {
    for (int i = 10; i < 70; i++) {
      ended("d-" + i, "shop", i, "Started by user Ada & Co", Outcome.SUCCEEDED);
    }
    History first = history(Map.of("by", "Ada & Co"));
    assertEquals(25, first.getRows().size());
    assertEquals("by=Ada+%26+Co&page=2", first.getOlder());
    History second = history(Map.of("by", "Ada & Co", "page", "2"));
    assertEquals("d-35", second.getRows().get(0).getId());
    assertEquals("by=Ada+%26+Co&page=3", second.getOlder());
    assertEquals("?by=Ada+%26+Co", second.getNewer());
    History third = history(Map.of("by", "Ada & Co", "page", "3"));
    assertEquals(10, third.getRows().size());
    assertEquals("", third.getOlder());
  }

  @Test
  void theSearchIsBounded() {
    for (int i = 100; i < 700; i++) {
      ended("d-" + i, "shop", i, "x", Outcome.SUCCEEDED);
    }
    ended("d-999", "shop", 999, "the oldest", Outcome.SUCCEEDED);
    History history = history(Map.of("by", "the oldest"));
    assertEquals(List.of(), ids(history));
    assertFalse(history.isSearchedAll(), "and it says so");
    assertEquals("", history(Map.of("page", "999")).getOlder());
  }

  @Test
  void longParametersAreCut() {
    assertEquals(100, filter(Map.of("text", "x".repeat(5000))).text().length());
  }
}
