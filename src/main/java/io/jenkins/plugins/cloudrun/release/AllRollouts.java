package io.jenkins.plugins.cloudrun.release;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.model.RootAction;
import io.jenkins.plugins.cloudrun.durable.SetAside;
import java.util.List;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** The page beside the dashboard: what all jobs have brought where, and their rollouts. */
@Extension
public final class AllRollouts extends ReleasePage implements RootAction {
  @Override
  public ModelObject getOwner() {
    return Jenkins.get();
  }

  @Override
  public String getUrl() {
    return URL_NAME + "/";
  }

  @Override
  @Nullable Item place() {
    return null;
  }

  @Override
  boolean covers(String item) {
    return true;
  }

  @Override
  boolean mayView() {
    return Jenkins.get().hasPermission(CloudRunPermissions.VIEW);
  }

  @Override
  boolean mayViewSome() {
    return Board.any(this, new Visible());
  }

  /** They name files of the controller. */
  @Override
  public List<String> getSetAside() {
    return Jenkins.get().hasPermission(Jenkins.ADMINISTER)
        ? engine().setAside().stream().map(SetAside::message).toList()
        : List.of();
  }

  @Override
  public String getTitle() {
    return getDisplayName();
  }

  /** Without the side panel: the table is wide. */
  @Override
  public String getLayout() {
    return "one-column";
  }

  @Override
  public String getEmptyText() {
    return "Builds that deploy show here what serves where.";
  }
}
