package jenkins.model;

import hudson.model.ModelObject;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import org.jenkins.ui.icon.IconSpec;

public interface IComputer extends AccessControlled, IconSpec, ModelObject, Named {
  @Override
  default ACL getACL() {
    throw new UnsupportedOperationException();
  }

  @Override
  default String getIconClassName() {
    throw new UnsupportedOperationException();
  }

  boolean isOffline();

  boolean isOnline();
}
