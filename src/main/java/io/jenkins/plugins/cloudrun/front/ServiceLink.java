package io.jenkins.plugins.cloudrun.front;

import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A link beside a build to the service that it deployed. */
@ExportedBean
public final class ServiceLink implements Action {
  private static final Logger LOGGER = Logger.getLogger(ServiceLink.class.getName());

  /** Persisted. */
  private final String service;

  /** Persisted: an absolute address, http or https. */
  private final String url;

  private ServiceLink(String service, String url) {
    this.service = service;
    this.url = url;
  }

  /** Keeps a link with the build when a rollout has succeeded and its service has an address. */
  static void record(Run<?, ?> run, Settlement settlement) {
    String service = String.valueOf(settlement.result().get("service"));
    String url = String.valueOf(settlement.result().get("url"));
    if (!settlement.success() || !isWeb(url)) {
      return;
    }
    synchronized (run) {
      boolean known =
          run.getActions(ServiceLink.class).stream().anyMatch(link -> link.url.equals(url));
      if (!known) {
        run.addAction(new ServiceLink(service, url));
        try {
          run.save();
        } catch (IOException e) {
          LOGGER.log(Level.FINE, "The link to a service is not kept", e);
        }
      }
    }
  }

  private static boolean isWeb(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Override
  public String getIconFileName() {
    return "symbol-external";
  }

  @Override
  public String getDisplayName() {
    return "Open " + service;
  }

  @Exported
  @Override
  public String getUrlName() {
    return url;
  }

  @Exported
  public String getService() {
    return service;
  }
}
