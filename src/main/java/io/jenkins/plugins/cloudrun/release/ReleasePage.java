package io.jenkins.plugins.cloudrun.release;

import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.StoreException;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What release managers look at: what serves where, and the rollouts, of a job, of a folder with
 * all that is in it, or of the whole Jenkins. It shows of each job what the one who looks may view.
 */
@ExportedBean
public abstract class ReleasePage implements Action, StaplerProxy {
  static final String URL_NAME = BuildRollouts.URL_NAME;

  /** Whose side panel stands beside it. */
  public abstract ModelObject getOwner();

  /** The page, from Jenkins' root, with a slash at its end. */
  public abstract String getUrl();

  /** Whose targets are shown although nothing serves there yet; null for those of Jenkins. */
  abstract @Nullable Item place();

  /** Whether it shows what this item has rolled out. */
  abstract boolean covers(String item);

  /** Whether the one who looks may view all of it. */
  abstract boolean mayView();

  /** Whether there is a link to it although the one who looks may not view all of it. */
  abstract boolean mayViewSome();

  /** Null, and so no link, for who may see nothing of it. */
  @Override
  public @Nullable String getIconFileName() {
    return mayView() || mayViewSome() ? "symbol-cloud" : null;
  }

  @Override
  public String getDisplayName() {
    return "Cloud Run";
  }

  @Override
  public String getUrlName() {
    return URL_NAME;
  }

  /** Null, and so not found, for who may see nothing of it. */
  @Override
  public @Nullable Object getTarget() {
    return mayView() || mayViewSome() ? this : null;
  }

  /** Of the browser's window. */
  public abstract String getTitle();

  /** Of the page, as {@code l:layout} has it: whether there is a side panel. */
  public String getLayout() {
    return "two-column";
  }

  /** What a table says when it is empty. */
  public abstract String getEmptyText();

  /** What became of rollouts whose files cannot be read; for administrators alone. */
  public List<String> getSetAside() {
    return List.of();
  }

  /** What serves where. */
  public Board getBoard() {
    return Board.of(this, new Visible(), clock());
  }

  /** The rollouts that the request's filter asks for. */
  public History getHistory() {
    return History.of(this, HistoryFilter.of(Stapler.getCurrentRequest2()), new Visible(), clock());
  }

  /** One of those that it covers; null, and so not found, for any other. */
  public @Nullable RolloutPage getRollout(String id) {
    Visible visible = new Visible();
    return found(id)
        .filter(rollout -> covers(rollout.origin().item()))
        .flatMap(rollout -> visible.job(rollout.origin().item()).map(job -> page(job, rollout)))
        .orElse(null);
  }

  /** A service in a region; null, and so not found, for one that it does not show. */
  public @Nullable ServicePage getService(String id) {
    return getBoard().rows().stream()
        .map(BoardRow::getPage)
        .filter(page -> page.getId().equals(id))
        .findFirst()
        .orElse(null);
  }

  RolloutPage page(Job<?, ?> job, Rollout rollout) {
    return new RolloutPage(job, getOwner(), getUrl(), rollout, clock());
  }

  private static Optional<Rollout> found(String id) {
    try {
      return engine().find(id);
    } catch (StoreException e) {
      // No id at all; people type into the address bar.
      return Optional.empty();
    }
  }

  static Engine<Rollout> engine() {
    return Platform.get().rollouts();
  }

  /** In the time zone of the one who looks. */
  Clock clock() {
    return Clock.system(Platform.get().zone());
  }

  /** The decisions on what it shows, under {@code audit}: a file of JSON lines. */
  public void doAudit(StaplerResponse2 response) throws IOException {
    new AuditExport(this).download(response);
  }

  /** For programs, under {@code api/json}. */
  public Api getApi() {
    return new Api(this);
  }

  /** What serves where, in the order of the page. */
  @Exported(name = "services")
  public List<BoardRow> getExportedServices() {
    return getBoard().rows();
  }

  /** The rollouts of one page of the history. */
  @Exported(name = "rollouts")
  public List<HistoryRow> getExportedRollouts() {
    return getHistory().getRows();
  }
}
