package io.jenkins.plugins.cloudrun.platform;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;

/**
 * Follows jobs that are renamed or moved, also with a folder that they are in: Jenkins tells of the
 * folder first, then of each item in it, before the renaming returns.
 */
@Extension
public final class RenamedItems extends ItemListener {
  @Override
  public void onLocationChanged(Item item, String oldFullName, String newFullName) {
    JenkinsEngines.get().renamed(oldFullName, newFullName);
  }
}
