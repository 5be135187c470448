package hudson.model;

import hudson.remoting.VirtualChannel;
import hudson.security.AccessControlled;
import jenkins.model.IComputer;
import jenkins.widgets.HasWidgets;
import org.kohsuke.stapler.StaplerProxy;

public abstract class Computer extends Actionable
    implements AccessControlled,
        IComputer,
        ExecutorListener,
        DescriptorByNameOwner,
        StaplerProxy,
        HasWidgets {
  protected Computer(Node node) {}

  @Override
  public String getName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getDisplayName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOffline() {
    throw new UnsupportedOperationException();
  }

  @Override
  public final boolean isOnline() {
    throw new UnsupportedOperationException();
  }

  public Node getNode() {
    throw new UnsupportedOperationException();
  }

  public abstract VirtualChannel getChannel();

  public abstract Boolean isUnix();

  public static Computer currentComputer() {
    throw new UnsupportedOperationException();
  }
}
