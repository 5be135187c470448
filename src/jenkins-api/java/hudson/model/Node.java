package hudson.model;

import hudson.ExtensionPoint;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import hudson.security.AccessControlled;
import jenkins.util.io.OnMaster;

public abstract class Node extends AbstractModelObject
    implements ReconfigurableDescribable<Node>,
        ExtensionPoint,
        AccessControlled,
        OnMaster,
        PersistenceRoot {
  public abstract String getNodeName();

  public abstract FilePath getRootPath();

  public final Computer toComputer() {
    throw new UnsupportedOperationException();
  }

  public final VirtualChannel getChannel() {
    throw new UnsupportedOperationException();
  }

  public FilePath createPath(String absolutePath) {
    throw new UnsupportedOperationException();
  }
}
