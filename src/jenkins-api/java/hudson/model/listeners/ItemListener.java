package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.model.Item;

public class ItemListener implements ExtensionPoint {
  public void onCreated(Item item) {}

  public void onDeleted(Item item) {}

  public void onRenamed(Item item, String oldName, String newName) {}

  public void onLocationChanged(Item item, String oldFullName, String newFullName) {}

  public void onLoaded() {}

  public void onBeforeShutdown() {}
}
