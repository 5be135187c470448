package hudson.model;

import hudson.search.SearchableModelObject;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.FullyNamed;
import jenkins.model.FullyNamedModelObject;
import jenkins.model.Named;
import jenkins.util.io.OnMaster;

public interface Item
    extends PersistenceRoot,
        FullyNamedModelObject,
        SearchableModelObject,
        FullyNamed,
        Named,
        AccessControlled,
        OnMaster {
  PermissionGroup PERMISSIONS = new PermissionGroup(Item.class, null);
  Permission CREATE = new Permission(PERMISSIONS, "Create", null, null, PermissionScope.ITEM_GROUP);
  Permission DELETE = new Permission(PERMISSIONS, "Delete", null, null, PermissionScope.ITEM);
  Permission CONFIGURE = new Permission(PERMISSIONS, "Configure", null, null, PermissionScope.ITEM);
  Permission READ = new Permission(PERMISSIONS, "Read", null, null, PermissionScope.ITEM);
  Permission DISCOVER = new Permission(PERMISSIONS, "Discover", null, READ, PermissionScope.ITEM);
  Permission EXTENDED_READ =
      new Permission(PERMISSIONS, "ExtendedRead", null, CONFIGURE, PermissionScope.ITEM);
  Permission BUILD = new Permission(PERMISSIONS, "Build", null, null, PermissionScope.ITEM);
  Permission WORKSPACE = new Permission(PERMISSIONS, "Workspace", null, null, PermissionScope.ITEM);
  Permission CANCEL = new Permission(PERMISSIONS, "Cancel", null, null, PermissionScope.ITEM);

  ItemGroup<? extends Item> getParent();

  @Override
  String getName();

  @Override
  String getFullName();

  @Override
  String getDisplayName();

  String getUrl();

  default String getAbsoluteUrl() {
    throw new UnsupportedOperationException();
  }
}
