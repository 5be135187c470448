package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Names that a form offers while one types: what the chosen credentials see. Only for people who
 * may configure the item and use its credentials; everybody else, and whoever the cloud refuses or
 * lets wait, gets an empty list, which tells nothing.
 */
final class Offers {
  private static final Logger LOGGER = Logger.getLogger(Offers.class.getName());

  /** A form waits no longer for a list that it can do without. */
  private static final long SECONDS = 5;

  private Offers() {}

  /**
   * @param item whose credentials are used; on a page of Jenkins itself nothing is offered
   * @param place what the form says so far
   */
  static ComboBoxModel names(@Nullable Item item, Place place, Listing listing) {
    if (item == null || !FormCheck.mayConfigure(item) || !Platform.get().mayUseCredentials(item)) {
      return new ComboBoxModel();
    }
    try {
      CheckSettings where = place.settings();
      Expander here = Expander.NONE.in(item);
      Question question = where.toQuestion(here);
      ProjectId project = question.project().orElseThrow();
      Region region = question.regions().get(0);
      Account account = where.account(here);
      return new ComboBoxModel(
          soon(() -> listing.of(Platform.get().catalog(item, account), project, region)));
    } catch (InvalidValueException e) {
      // Not filled in yet, or a variable: its own check says so.
      return new ComboBoxModel();
    }
  }

  private static List<String> soon(Callable<List<String>> asking) {
    Future<List<String>> asked;
    try {
      asked = Platform.get().background().submit(asking);
    } catch (RejectedExecutionException e) {
      return List.of();
    }
    try {
      return asked.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOGGER.log(Level.FINE, "A form offers no names", e);
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      asked.cancel(true);
    }
  }

  /** What a form says of where and as whom. */
  record Place(
      @Nullable String target,
      @Nullable String project,
      @Nullable String region,
      @Nullable String credentialsId,
      @Nullable String impersonate) {
    CheckSettings settings() {
      CheckSettings settings = new CheckSettings();
      settings.setTarget(target);
      settings.setProject(project);
      settings.setRegion(region);
      settings.setCredentialsId(credentialsId);
      settings.setImpersonate(impersonate);
      return settings;
    }
  }

  /** One of the lists. */
  interface Listing {
    List<String> of(Catalog catalog, ProjectId project, Region region) throws Failure;
  }
}
