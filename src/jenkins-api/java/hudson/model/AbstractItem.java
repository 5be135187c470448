package hudson.model;

import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.io.File;
import java.io.IOException;
import jenkins.model.Loadable;
import org.kohsuke.stapler.HttpDeletable;
import org.kohsuke.stapler.StaplerProxy;

public abstract class AbstractItem extends Actionable
    implements Loadable,
        Item,
        HttpDeletable,
        AccessControlled,
        DescriptorByNameOwner,
        StaplerProxy {
  protected transient String name;
  private transient ItemGroup parent;

  protected AbstractItem(ItemGroup parent, String name) {
    this.parent = parent;
    this.name = name;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getDisplayName() {
    return name;
  }

  @Override
  public ItemGroup getParent() {
    return parent;
  }

  @Override
  public final String getFullName() {
    String folder = parent == null ? "" : parent.getFullName();
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  @Override
  public final String getFullDisplayName() {
    return getFullName().replace("/", " » ");
  }

  @Override
  public final String getUrl() {
    return "job/" + getFullName().replace("/", "/job/") + "/";
  }

  @Override
  public final String getAbsoluteUrl() {
    throw new UnsupportedOperationException();
  }

  @Override
  public File getRootDir() {
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
  public void load() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save() throws IOException {
    throw new UnsupportedOperationException();
  }
}
