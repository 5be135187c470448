package hudson.model;

import hudson.ExtensionPoint;

public abstract class ManagementLink implements ExtensionPoint, Action {
  public String getDescription() {
    return "";
  }
}
