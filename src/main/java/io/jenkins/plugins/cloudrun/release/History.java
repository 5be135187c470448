package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One page of the rollouts that a filter asks for: those that go on, then the latest that ended.
 */
public final class History {
  static final int ON_A_PAGE = 25;

  /** Each is a file that is read: what ended before these is not looked for. */
  static final int MOST = 400;

  private final HistoryFilter filter;
  private final List<HistoryRow> rows;
  private final boolean more;
  private final boolean searchedAll;
  private final List<String> places;

  private History(
      HistoryFilter filter,
      List<HistoryRow> rows,
      boolean more,
      boolean searchedAll,
      List<String> places) {
    this.filter = filter;
    this.rows = rows;
    this.more = more;
    this.searchedAll = searchedAll;
    this.places = places;
  }

  static History of(ReleasePage page, HistoryFilter filter, Visible visible, Clock clock) {
    int wanted = filter.page() * ON_A_PAGE + 1;
    int most = filter.isNarrow() ? MOST : Math.min(MOST, wanted);
    List<Rollout> found =
        new ArrayList<>(
            ReleasePage.engine().going().stream()
                .filter(rollout -> shows(page, visible, rollout.origin().item()))
                .toList());
    // One that settles just now may be seen twice.
    Set<String> known = new HashSet<>(found.stream().map(Rollout::id).toList());
    List<Rollout> ended = ReleasePage.engine().ended(item -> shows(page, visible, item), most);
    ended.stream().filter(rollout -> known.add(rollout.id())).forEach(found::add);
    Set<String> places = new TreeSet<>();
    List<HistoryRow> all = new ArrayList<>();
    for (Rollout rollout : found) {
      Optional<Job<?, ?>> job = visible.job(rollout.origin().item());
      if (job.isPresent()) {
        List<TargetName> targets = visible.targets(job.get(), rollout);
        if (filter.matches(rollout, targets)) {
          all.add(new HistoryRow(page.page(job.get(), rollout), rollout, targets));
        }
        targets.forEach(target -> places.add(target.value()));
        rollout.plan().regions().forEach(region -> places.add(region.value()));
      }
    }
    int first = Math.min(all.size(), (filter.page() - 1) * ON_A_PAGE);
    int last = Math.min(all.size(), first + ON_A_PAGE);
    page.getBoard().places().forEach(places::add);
    return new History(
        filter,
        all.subList(first, last),
        all.size() > last,
        ended.size() < MOST,
        List.copyOf(places));
  }

  private static boolean shows(ReleasePage page, Visible visible, String item) {
    return page.covers(item) && visible.job(item).isPresent();
  }

  public HistoryFilter getFilter() {
    return filter;
  }

  public List<HistoryRow> getRows() {
    return rows;
  }

  /** Targets and regions to choose from. */
  public List<String> getPlaces() {
    return places;
  }

  /** Outcomes to choose from, with what they are called. */
  public Map<String, String> getOutcomes() {
    Map<String, String> outcomes = new LinkedHashMap<>();
    outcomes.put(HistoryFilter.GOING, "goes on");
    outcomes.put(HistoryFilter.ASKING, "waits for an approval");
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.text(), outcome.text().replace('_', ' '));
    }
    return outcomes;
  }

  /** Whether nothing older was left out of the search. */
  public boolean isSearchedAll() {
    return searchedAll;
  }

  /** How many that ended are looked through at most. */
  public int getMost() {
    return MOST;
  }

  /** The parameters of the next page; empty if there is none. */
  public String getOlder() {
    return more ? filter.query(filter.page() + 1) : "";
  }

  /** The parameters of the page before; empty on the first one. */
  public String getNewer() {
    return filter.page() > 1 ? "?" + filter.query(filter.page() - 1) : "";
  }
}
