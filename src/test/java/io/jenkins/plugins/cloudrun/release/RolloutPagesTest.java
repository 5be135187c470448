package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeJob;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeRun;
import io.jenkins.plugins.cloudrun.release.FakePeople.RefusedException;
import io.jenkins.plugins.cloudrun.release.FakePeople.Somebody;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Asked;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** Who sees a rollout, who may answer it, and what becomes of the answer. */
class RolloutPagesTest {
  private static final Instant ASKED = Instant.parse("2026-01-01T10:00:00Z");
  private static final Approval APPROVAL =
      new Approval(
          List.of("release-managers", "dave", "ada", "sam"),
          Duration.ofHours(4),
          100,
          List.of("ada", "sam"));
  private final FakePlatform platform = new FakePlatform();
  private final FakeJob job = new FakeJob("team");

  @AfterEach
  void close() {
    platform.close();
  }

  private Rollout asking(String id) {
    Rollout rollout =
        Asked.rollout(id, new Origin("team", Optional.of(7), "Started by sam"), APPROVAL, ASKED);
    platform.rollouts.start(rollout);
    return rollout;
  }

  private RolloutPage page(Rollout rollout, Duration later) {
    return new RolloutPage(
        job, job, "job/team/cloud-run/", rollout, Clock.fixed(ASKED.plus(later), ZoneOffset.UTC));
  }

  private RolloutPage page(Rollout rollout) {
    return page(rollout, Duration.ofMinutes(1));
  }

  private void asks(String id, Set<String> groups, Permission... granted) {
    job.granted = Set.of(granted);
    platform.person = new Somebody(id, groups);
  }

  private Optional<Command> ruling(String id) {
    return platform.rollouts.find(id).flatMap(Rollout::ruling);
  }

  /** Read from left to right: who, their groups, may approve, what is wrong. */
  @ParameterizedTest
  @CsvSource({
    "'',               '',               true,  Log in to answer",
    "reader,           release-managers, false, Cloud Run/Approve",
    "builder,          developers,       true,  not among those who may answer",
    "admin,            authenticated,    true,  not among those who may answer",
    "dave,             '',               true,  ''",
    "DAVE,             '',               true,  ''",
    "grace,            release-managers, true,  ''",
    "ada,              release-managers, true,  Somebody else than who started or wrote this",
    "Sam,              release-managers, true,  Somebody else than who started or wrote this",
  })
  void whoMayAnswer(String id, String group, boolean approves, String refusal) {
    Rollout rollout = asking("d-1");
    asks(
        id,
        Set.of(group),
        approves
            ? new Permission[] {CloudRunPermissions.VIEW, CloudRunPermissions.APPROVE}
            : new Permission[] {CloudRunPermissions.VIEW});
    RolloutPage page = page(rollout);
    assertTrue(refusal.isEmpty() == page.getRefusal().isEmpty(), page.getRefusal());
    assertTrue(page.getRefusal().contains(refusal), page.getRefusal());
    assertFalse(page.getRefusal().contains("dave"), "it names nobody");
    if (!approves) {
      assertThrows(RefusedException.class, () -> page.doAnswer("approve", "because"));
      assertEquals(Optional.empty(), ruling("d-1"));
      return;
    }
    HttpResponse answer = page.doAnswer("approve", "because");
    if (refusal.isEmpty()) {
      assertInstanceOf(HttpRedirect.class, answer);
      assertEquals(
          Optional.of(
              new Command(Command.APPROVE, id, "because", ASKED.plus(Duration.ofMinutes(1)))),
          ruling("d-1"));
    } else {
      assertInstanceOf(ForwardToView.class, answer);
      assertEquals(Optional.empty(), ruling("d-1"));
      assertTrue(platform.rollouts.commands.isEmpty(), "not even tried");
    }
  }

  private Optional<Answers.No> take(Rollout rollout, String kind, String reason, Duration later) {
    return new Answers(platform.rollouts, Clock.fixed(ASKED.plus(later), ZoneOffset.UTC))
        .take(rollout, new Somebody("dave", Set.of()), kind, reason);
  }

  @Test
  void anAnswerIsOneLine() {
    Rollout rollout = asking("d-1");
    assertEquals(
        Optional.empty(), take(rollout, "reject", " too\n slow\u0007 ", Duration.ofMinutes(1)));
    assertEquals("too slow", ruling("d-1").orElseThrow().reason());
    assertEquals(Command.REJECT, ruling("d-1").orElseThrow().kind());
  }

  @Test
  void whatIsNoAnswerChangesNothing() {
    Rollout rollout = asking("d-1");
    assertEquals(400, take(rollout, "abort", "", Duration.ZERO).orElseThrow().status());
    assertEquals(400, take(rollout, "", "", Duration.ZERO).orElseThrow().status());
    assertEquals(
        400, take(rollout, "approve", "x".repeat(501), Duration.ZERO).orElseThrow().status());
    Answers.No late = take(rollout, "approve", "", Duration.ofHours(4)).orElseThrow();
    assertEquals(409, late.status());
    assertTrue(late.text().contains("too late"));
    assertTrue(platform.rollouts.commands.isEmpty());
  }

  @Test
  void whoComesLaterIsToldWhoWasFirst() {
    Rollout rollout = asking("d-1");
    assertEquals(Optional.empty(), take(rollout, "reject", "slow", Duration.ZERO));
    // The page that the second one looks at still shows the question.
    Answers.No no = take(rollout, "approve", "", Duration.ofMinutes(1)).orElseThrow();
    assertEquals(new Answers.No(409, "It was answered before: rejected by dave (slow)."), no);
    assertEquals(Command.REJECT, ruling("d-1").orElseThrow().kind());
  }

  @Test
  void onlyThoseWhoMayViewSeeIt() throws IOException {
    asking("d-1");
    FakeRun run = new FakeRun(job, 7);
    BuildRollouts.record(run, "d-1");
    BuildRollouts ofBuild = run.getAction(BuildRollouts.class);
    JobRollouts ofJob = new JobRollouts(job);
    asks("", Set.of());
    assertNull(ofBuild.getTarget(), "as if it were not there");
    assertNull(ofBuild.getIconFileName());
    assertNull(ofJob.getTarget());
    assertNull(ofJob.getIconFileName());
    asks("reader", Set.of(), CloudRunPermissions.VIEW);
    assertEquals(ofBuild, ofBuild.getTarget());
    assertNotNull(ofBuild.getIconFileName());
    assertEquals(ofJob, ofJob.getTarget());
    assertNotNull(ofJob.getIconFileName());
  }

  @Test
  void aBuildAndAJobShowTheirOwnRolloutsAlone() throws IOException {
    asking("d-1");
    asking("d-2");
    platform.rollouts.start(
        Asked.rollout("d-3", new Origin("other", Optional.of(7), "x"), APPROVAL, ASKED));
    FakeRun run = new FakeRun(job, 7);
    BuildRollouts.record(run, "d-1");
    BuildRollouts.record(run, "d-1");
    assertEquals(1, run.saves, "said again, it changes nothing");
    BuildRollouts ofBuild = run.getAction(BuildRollouts.class);
    assertEquals(List.of("d-1"), ofBuild.getPages().stream().map(RolloutPage::getId).toList());
    assertEquals(1, ofBuild.getAsking().size());
    RolloutPage page = ofBuild.getRollout("d-1");
    assertNotNull(page);
    assertEquals("job/team/7/cloud-run/rollout/d-1/", page.getUrl());
    assertNull(ofBuild.getRollout("d-2"), "of another build");
    JobRollouts ofJob = new JobRollouts(job);
    platform.items.put("team", job);
    asks("reader", Set.of(), CloudRunPermissions.VIEW);
    assertNotNull(ofJob.getRollout("d-2"));
    assertNull(ofJob.getRollout("d-3"), "of another job");
    assertNull(ofJob.getRollout("nothing"));
  }

  @Test
  void onlyAJobThatHasHadARolloutHasThePage() {
    JobRollouts.Factory factory = new JobRollouts.Factory();
    assertTrue(factory.createFor(job).isEmpty());
    asking("d-1");
    assertEquals(1, factory.createFor(job).size());
    assertTrue(factory.createFor(new FakeJob("other")).isEmpty());
  }

  @Test
  void thePageSaysWhatIsAskedAndWhatWasSeen() {
    asks("dave", Set.of(), CloudRunPermissions.VIEW, CloudRunPermissions.APPROVE);
    RolloutPage page = page(asking("d-1"), Duration.ofMinutes(70));
    assertTrue(page.isAsking());
    assertEquals("in 2h50m", page.when(page.getQuestion().until()).getAway());
    assertEquals("1h10m ago", page.getStarted().getAway());
    assertEquals(
        "release-managers or dave or ada or sam, but not ada or sam",
        page.getQuestion().approval().who());
    assertEquals(5, page.getQuestion().percent());
    assertEquals("status 200 in 12 ms", page.getVerdicts().get(0).measured());
    assertEquals("waiting for an approval", page.getStatus());
    assertEquals("", page.getAnswer());
    take(platform.rollouts.find("d-1").orElseThrow(), "approve", "fine", Duration.ZERO);
    RolloutPage answered = page(platform.rollouts.find("d-1").orElseThrow());
    assertFalse(answered.isAsking());
    assertNull(answered.getQuestion());
    assertEquals("approved by dave (fine)", answered.getAnswer());
  }

  @Test
  void whatAGateMeasuredIsToldOnce() {
    Map<String, Object> values = Map.of("status", 200, "latencyMs", 2);
    Rollout.GateResult verdict =
        new Rollout.GateResult(ASKED, "GET /", 5, "healthy", "status 200 in 12 ms", values);
    assertEquals("latencyMs 2", page(asking("d-1")).measured(verdict));
  }

  @Test
  void theLogSaysWhereToAnswer() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream log = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    BuildRollouts.invite(new FakeRun(job, 7), "d-1", () -> log);
    assertEquals(
        "Approve or reject: https://jenkins.example.com/job/team/7/cloud-run/rollout/d-1/",
        bytes.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void anAnswerIsPosted() throws Exception {
    assertTrue(
        RolloutPage.class
            .getMethod("doAnswer", String.class, String.class)
            .isAnnotationPresent(RequirePOST.class));
  }

  @Test
  void pagesAreEscapedAndHaveNeitherScriptNorStyle() throws IOException {
    try (Stream<Path> files =
        Files.walk(Path.of("src/main/resources/io/jenkins/plugins/cloudrun/release"))) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".jelly")).toList();
      assertTrue(pages.size() >= 7, pages.toString());
      for (Path page : pages) {
        String jelly = text(page);
        assertTrue(jelly.contains("<?jelly escape-by-default='true'?>"), page.toString());
        assertFalse(
            jelly.matches("(?s).*(<script|<style|\\son[a-z]+=|style=|j:out).*"), page.toString());
        if (jelly.contains("<form") && !jelly.contains("<form method=\"get\"")) {
          assertTrue(jelly.contains("<form method=\"post\""), page.toString());
          assertTrue(jelly.contains("h.getCrumb(request2)"), page.toString());
        }
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
