package jenkins.model;

import hudson.FilePath;
import hudson.ProxyConfiguration;
import hudson.model.AbstractCIBase;
import hudson.model.Computer;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.DescriptorByNameOwner;
import hudson.model.Item;
import hudson.model.ModifiableViewGroup;
import hudson.model.Node;
import hudson.model.TopLevelItem;
import hudson.model.View;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.SecurityRealm;
import java.io.File;
import java.io.IOException;
import java.util.List;
import jenkins.util.io.OnMaster;
import org.kohsuke.stapler.StaplerFallback;
import org.kohsuke.stapler.StaplerProxy;
import org.springframework.security.core.Authentication;

public class Jenkins extends AbstractCIBase
    implements DirectlyModifiableTopLevelItemGroup,
        StaplerProxy,
        StaplerFallback,
        ModifiableViewGroup,
        AccessControlled,
        DescriptorByNameOwner,
        ModelObjectWithContextMenu,
        ModelObjectWithChildren,
        OnMaster,
        Loadable {
  public static final Permission ADMINISTER =
      new Permission(new PermissionGroup(Jenkins.class, null), "Administer", null, null, null);
  public static final Permission READ =
      new Permission(ADMINISTER.group, "Read", null, ADMINISTER, null);
  public static final Permission SYSTEM_READ =
      new Permission(ADMINISTER.group, "SystemRead", null, ADMINISTER, null);
  public static final Permission MANAGE =
      new Permission(ADMINISTER.group, "Manage", null, ADMINISTER, null);

  private Jenkins() {}

  public static final Authentication ANONYMOUS2 = null;

  public static Jenkins get() throws IllegalStateException {
    throw new UnsupportedOperationException();
  }

  /** Null when there is none, as in tests. */
  public static Jenkins getInstanceOrNull() {
    return null;
  }

  public static Authentication getAuthentication2() {
    throw new UnsupportedOperationException();
  }

  public SecurityRealm getSecurityRealm() {
    throw new UnsupportedOperationException();
  }

  public Item getItemByFullName(String fullName) {
    throw new UnsupportedOperationException();
  }

  public <T extends Item> T getItemByFullName(String fullName, Class<T> type) {
    throw new UnsupportedOperationException();
  }

  public Descriptor getDescriptor(Class<? extends Describable> type) {
    throw new UnsupportedOperationException();
  }

  public Descriptor getDescriptorOrDie(Class<? extends Describable> type) {
    throw new UnsupportedOperationException();
  }

  public <T extends Descriptor> T getDescriptorByType(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  public ProxyConfiguration getProxy() {
    throw new UnsupportedOperationException();
  }

  public String getRootUrl() {
    throw new UnsupportedOperationException();
  }

  public String getLegacyInstanceId() {
    throw new UnsupportedOperationException();
  }

  public Node getNode(String name) {
    throw new UnsupportedOperationException();
  }

  public Computer getComputer(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TopLevelItem getItem(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TopLevelItem> getItems() {
    throw new UnsupportedOperationException();
  }

  @Override
  public File getRootDir() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FilePath getRootPath() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getFullName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getDisplayName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getFullDisplayName() {
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
  public View getStaplerFallback() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void load() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized void save() throws IOException {
    throw new UnsupportedOperationException();
  }
}
