package io.jenkins.plugins.cloudrun.release;

import hudson.Extension;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** The page of a folder: what all the jobs in it have brought where, and their rollouts. */
public final class FolderRollouts extends ReleasePage {
  private final AbstractItem folder;

  FolderRollouts(AbstractItem folder) {
    this.folder = folder;
  }

  @Override
  public AbstractItem getOwner() {
    return folder;
  }

  @Override
  public String getUrl() {
    return folder.getUrl() + URL_NAME + "/";
  }

  @Override
  Item place() {
    return folder;
  }

  @Override
  boolean covers(String item) {
    return item.startsWith(folder.getFullName() + "/");
  }

  @Override
  boolean mayView() {
    return folder.hasPermission(CloudRunPermissions.VIEW);
  }

  @Override
  boolean mayViewSome() {
    return Board.any(this, new Visible());
  }

  @Override
  public String getTitle() {
    return getDisplayName() + " - " + folder.getFullDisplayName();
  }

  @Override
  public String getEmptyText() {
    return "Builds of jobs in this folder that deploy show here what serves where.";
  }

  /** Gives the page to whatever has items in it, and is no job. */
  @Extension
  public static final class Factory extends TransientActionFactory<AbstractItem> {
    @Override
    public Class<AbstractItem> type() {
      return AbstractItem.class;
    }

    @Override
    public Class<? extends Action> actionType() {
      return FolderRollouts.class;
    }

    @Override
    public Collection<? extends Action> createFor(AbstractItem item) {
      return item instanceof ItemGroup && !(item instanceof Job)
          ? List.of(new FolderRollouts(item))
          : List.of();
    }
  }
}
