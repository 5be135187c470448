package hudson.security;

import org.springframework.security.core.Authentication;

public interface AccessControlled {
  ACL getACL();

  default void checkPermission(Permission permission) {
    getACL().checkPermission(permission);
  }

  default boolean hasPermission(Permission permission) {
    return getACL().hasPermission(permission);
  }

  default boolean hasPermission2(Authentication a, Permission permission) {
    return getACL().hasPermission2(a, permission);
  }
}
