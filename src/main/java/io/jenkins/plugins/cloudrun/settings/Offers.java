package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * Names that a form offers while one types: what the chosen credentials see. Only for people who
 * may configure the item and use its credentials; everybody else, and whoever the cloud refuses or
 * lets wait, gets an empty list, which tells nothing.
 */
public final class Offers {
  private static final Logger LOGGER = Logger.getLogger(Offers.class.getName());

  /** A form waits no longer for a list that it can do without. */
  private static final long SECONDS = 5;

  private Offers() {}

  /**
   * Names for a step, from all regions of its place.
   *
   * @param item whose credentials are used; on a page of Jenkins itself nothing is offered
   * @param place what the form says so far
   */
  static ComboBoxModel names(@Nullable Item item, FormPlace place, Listing listing) {
    return ofStep(item, place.settings(), question -> listing);
  }

  /**
   * Revisions of a service, the newest of each region first.
   *
   * @param service what the form says so far; without a name there are none
   */
  static ComboBoxModel revisions(@Nullable Item item, FormPlace place, @Nullable String service) {
    CheckSettings where = place.settings();
    where.setService(service);
    return ofStep(
        item,
        where,
        question -> {
          ServiceName name =
              question
                  .service()
                  .orElseThrow(() -> new InvalidValueException("The service is not named yet."));
          return (catalog, project, region) -> catalog.revisions(project, region, name);
        });
  }

  /** How an image's name may begin: the target's own repository first. */
  static ComboBoxModel images(@Nullable Item item, FormPlace place) {
    List<String> own = new ArrayList<>();
    ComboBoxModel names =
        ofStep(
            item,
            place.settings(),
            question -> {
              question.repository().ifPresent(repository -> own.add(repository.toString()));
              return Catalog::repositories;
            });
    return new ComboBoxModel(
        Stream.concat(own.stream(), names.stream())
            .distinct()
            .map(repository -> repository + "/")
            .toList());
  }

  /**
   * Repositories for a target.
   *
   * @param item the folder that is configured, or null where an administrator configures Jenkins
   */
  public static ComboBoxModel repositories(@Nullable Item item, FormPlace place) {
    boolean may = item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : mayUse(item);
    return may
        ? seen(item, place.settings(), question -> Catalog::repositories)
        : new ComboBoxModel();
  }

  private static ComboBoxModel ofStep(
      @Nullable Item item, CheckSettings where, Function<Question, Listing> listing) {
    return item != null && mayUse(item) ? seen(item, where, listing) : new ComboBoxModel();
  }

  private static boolean mayUse(Item item) {
    return FormCheck.mayConfigure(item) && Platform.get().mayUseCredentials(item);
  }

  private static ComboBoxModel seen(
      @Nullable Item item, CheckSettings where, Function<Question, Listing> listing) {
    try {
      Expander here = Expander.NONE.in(item);
      Question question = where.toQuestion(here);
      ProjectId project = question.project().orElseThrow();
      Listing asked = listing.apply(question);
      Account account = where.account(here);
      return new ComboBoxModel(
          soon(
              names -> {
                Catalog catalog = Platform.get().catalog(item, account);
                for (Region region : question.regions()) {
                  names.addAll(asked.of(catalog, project, region));
                }
              }));
    } catch (InvalidValueException e) {
      // Not filled in yet, or a variable: its own check says so.
      return new ComboBoxModel();
    }
  }

  /** What has come by the time that a form waits, or before something failed; each name once. */
  private static List<String> soon(Asking asking) {
    Queue<String> names = new ConcurrentLinkedQueue<>();
    Future<?> asked;
    try {
      asked =
          Platform.get()
              .background()
              .submit(
                  () -> {
                    asking.addTo(names);
                    return names;
                  });
    } catch (RejectedExecutionException e) {
      return List.of();
    }
    try {
      asked.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOGGER.log(Level.FINE, "A form offers not all names", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      asked.cancel(true);
    }
    return names.stream().distinct().toList();
  }

  /** One of the lists. */
  interface Listing {
    List<String> of(Catalog catalog, ProjectId project, Region region) throws Failure;
  }

  private interface Asking {
    void addTo(Collection<String> names) throws Failure;
  }
}
