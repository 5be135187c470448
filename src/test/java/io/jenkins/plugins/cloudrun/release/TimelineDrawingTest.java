package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.release.Timeline.Event;
import io.jenkins.plugins.cloudrun.release.Timeline.Lane;
import io.jenkins.plugins.cloudrun.release.Timeline.Mark;
import io.jenkins.plugins.cloudrun.release.Timeline.Part;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Pictured;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From what a rollout has stored to what its picture shows. */
class TimelineDrawingTest {
  private static Timeline drawn(Pictured pictured, long now) {
    return TimelineDrawing.of(pictured.rollout(), Pictured.at(now), ZoneOffset.UTC).orElseThrow();
  }

  private static Pictured canary() {
    return Pictured.begun(Pictured.REGION)
        .serves(0, 0)
        .ready(10)
        .verdict(10, "healthy")
        .serves(20, 5)
        .verdict(50, "healthy")
        .serves(60, 50);
  }

  private static double x(String percent) {
    return Double.parseDouble(percent.replace("%", ""));
  }

  @Test
  void sharesAreStepsFromTheFirstLookToNow() {
    Timeline timeline = drawn(canary(), 100);
    Lane lane = timeline.lanes().get(0);
    assertEquals(List.of(0, 5, 50), lane.parts().stream().map(Part::share).toList());
    assertEquals(List.of("0.00%", "20.00%", "60.00%"), lane.parts().stream().map(Part::x).toList());
    assertEquals(
        List.of("20.00%", "40.00%", "40.00%"), lane.parts().stream().map(Part::width).toList());
    for (Part part : lane.parts()) {
      assertEquals(Timeline.AREA, part.height() + part.rest());
      assertEquals(lane.bottom(), part.y() + part.height());
    }
    assertEquals(lane.parts().get(0).y(), lane.parts().get(1).from(), "the steps are joined");
    assertEquals("10:00:20 – 10:01:00: 5 % shop-r", start(lane.parts().get(1).text()));
  }

  private static String start(String text) {
    return text.substring(0, "10:00:20 – 10:01:00: 5 % shop-r".length());
  }

  @Test
  void whatItCameToIsSeenBehindItsEnd() {
    Timeline timeline = drawn(canary().serves(100, 100).ended(100, Outcome.SUCCEEDED), 5000);
    List<Part> parts = timeline.lanes().get(0).parts();
    Part last = parts.get(parts.size() - 1);
    assertEquals(100, last.share());
    assertTrue(x(last.width()) > 4, last.width());
    Event end = timeline.events().get(timeline.events().size() - 1);
    assertEquals("succeeded", end.label());
    assertTrue(x(end.x()) < 96, "and not where now is: " + end.x());
  }

  @Test
  void verdictsOfAKindThatStandCloseAreOneMark() {
    Pictured pictured = canary();
    for (int i = 0; i < 5; i++) {
      pictured.verdict(70 + i, "unhealthy").verdict(70 + i, "inconclusive");
    }
    Timeline timeline = drawn(pictured.verdict(90, "error").verdict(95, "omitted"), 200);
    List<Mark> marks = timeline.lanes().get(0).marks();
    assertEquals(List.of("unhealthy", "error", "inconclusive", "healthy"), timeline.healths());
    assertEquals(
        List.of(5), count(marks, "unhealthy"), "what stands close, by the first of them: " + marks);
    assertEquals(List.of(5), count(marks, "inconclusive"));
    assertEquals(List.of(1, 1), count(marks, "healthy"), "what stands apart");
    assertEquals(List.of(), count(marks, "omitted"), "stands for others");
    assertEquals(
        4,
        marks.stream().map(Mark::y).distinct().count(),
        "kinds cover each other nowhere: " + marks);
    assertTrue(
        marks.stream().allMatch(mark -> mark.y() < timeline.floor()), "and lie within the picture");
  }

  private static List<Integer> count(List<Mark> marks, String health) {
    return marks.stream().filter(mark -> mark.health().equals(health)).map(Mark::count).toList();
  }

  @Test
  void whatPeopleDidIsAnEventWithWhoAndWhy() {
    Timeline timeline =
        drawn(
            canary()
                .asks(70)
                .answered(80, Command.REJECT)
                .rollsBack(81)
                .serves(83, 0)
                .ended(84, Outcome.ROLLED_BACK),
            84);
    assertEquals(
        List.of("ready", "asked", "rejected", "rollback", "rolled back"),
        timeline.events().stream().map(Event::label).toList());
    Event rejected = timeline.events().get(2);
    assertEquals("Rejected by grace (it <b>is</b> fine)", rejected.text(), "the page escapes it");
    assertTrue(rejected.human());
    assertFalse(timeline.events().get(3).human());
    Timeline aborted = drawn(canary().aborted(70), 84);
    assertEquals("Aborted by carol (wrong)", aborted.events().get(1).text());
  }

  @Test
  void eachOfSeveralApprovalsIsAnEvent() {
    Pictured pictured = canary().asks(70).assents(75, "ada").assents(80, "grace");
    assertEquals(
        List.of("Approved by ada", "Approved by grace"),
        drawn(pictured, 90).events().stream().skip(2).map(Event::text).toList());
  }

  @Test
  void eventsCoverEachOtherNowhere() {
    Pictured pictured = canary();
    for (int i = 0; i < 6; i++) {
      pictured.asks(61 + i);
    }
    List<Event> events = drawn(pictured, 100).events();
    for (int i = 1; i < events.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean apart = Math.abs(x(events.get(i).x()) - x(events.get(j).x())) >= 7;
        assertTrue(
            apart || events.get(i).y() != events.get(j).y(), events.get(i) + " " + events.get(j));
      }
    }
  }

  @Test
  void eachRegionHasALaneWithItsOwnVerdicts() {
    Timeline timeline =
        drawn(
            Pictured.begun("us-central1", "europe-west1", "asia-east1")
                .serves(0, "us-central1", 0)
                .verdict(5, "healthy")
                .serves(10, "us-central1", 100)
                .serves(20, "europe-west1", 0)
                .verdict(25, "unhealthy"),
            40);
    assertEquals(
        List.of("us-central1", "europe-west1"),
        timeline.lanes().stream().map(Lane::region).toList(),
        "the third was not begun");
    assertEquals(1, timeline.lanes().get(0).marks().size());
    assertEquals("unhealthy", timeline.lanes().get(1).marks().get(0).health());
    assertTrue(timeline.lanes().get(1).y() > timeline.lanes().get(0).bottom());
    assertTrue(timeline.floor() < timeline.height());
    assertEquals(
        "us-central1: the revision has 0 % from 10:00:00, 100 % from 10:00:10. verdicts: 1 healthy."
            + " europe-west1: the revision has 0 % from 10:00:20. verdicts: 1 unhealthy. The table"
            + " below says the same.",
        timeline.description());
  }

  @Test
  void theTableSaysWhatThePictureShows() {
    Timeline timeline = drawn(canary().asks(70).ended(84, Outcome.ROLLED_BACK), 84);
    long parts = timeline.lanes().get(0).parts().size();
    assertEquals(parts + timeline.events().size(), timeline.rows().size());
    for (Event event : timeline.events()) {
      assertTrue(
          timeline.rows().stream()
              .anyMatch(
                  row ->
                      row.number().equals("" + event.number())
                          && row.text().equals(event.text())
                          && row.at().equals(event.at())),
          event.toString());
    }
    for (int i = 1; i < timeline.rows().size(); i++) {
      assertFalse(timeline.rows().get(i).at().isBefore(timeline.rows().get(i - 1).at()));
    }
  }

  @Test
  void aLongWaitIsDrawnShorterAndSaysSo() {
    Timeline timeline = drawn(canary().asks(70), 4 * 3600);
    assertEquals(1, timeline.gap().size());
    assertEquals("3h58m", timeline.gap().get(0).text());
    assertTrue(x(timeline.lanes().get(0).parts().get(2).x()) > 40, "there is room for the rest");
    assertEquals(List.of(), drawn(canary(), 100).gap());
  }

  @Test
  void thereIsNothingToDrawOfOneThatSawNothing() {
    assertEquals(
        Optional.empty(),
        TimelineDrawing.of(
            Pictured.begun(Pictured.REGION).verdict(5, "healthy").rollout(),
            Pictured.at(9),
            ZoneOffset.UTC));
  }

  @Test
  void oneThatHasJustBegunHasAPicture() {
    Timeline timeline = drawn(Pictured.begun(Pictured.REGION).serves(0, 0), 0);
    assertEquals("0.00%", timeline.lanes().get(0).parts().get(0).x());
    assertEquals(1, timeline.ticks().size());
  }
}
