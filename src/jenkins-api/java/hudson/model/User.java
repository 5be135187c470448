package hudson.model;

import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.io.IOException;
import jenkins.model.Loadable;
import jenkins.model.ModelObjectWithContextMenu;
import org.kohsuke.stapler.StaplerProxy;

public class User extends AbstractModelObject
    implements AccessControlled,
        DescriptorByNameOwner,
        Loadable,
        Saveable,
        Comparable<User>,
        ModelObjectWithContextMenu,
        StaplerProxy {
  private User() {}

  public String getId() {
    throw new UnsupportedOperationException();
  }

  public String getFullName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getDisplayName() {
    throw new UnsupportedOperationException();
  }

  public static User getById(String id, boolean create) {
    throw new UnsupportedOperationException();
  }

  public org.springframework.security.core.Authentication impersonate2() {
    throw new UnsupportedOperationException();
  }

  /** The user on whose behalf this thread runs; null for none. */
  public static User current() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ACL getACL() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getTarget() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(User that) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void load() {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized void save() throws IOException {
    throw new UnsupportedOperationException();
  }
}
