package hudson.security;

import hudson.model.User;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

public abstract class ACL {
  public static final Authentication SYSTEM2 =
      new Authentication() {
        private static final long serialVersionUID = 1L;

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
          return List.of();
        }

        @Override
        public Object getPrincipal() {
          return "SYSTEM";
        }

        @Override
        public boolean isAuthenticated() {
          return true;
        }

        @Override
        public String getName() {
          return "SYSTEM";
        }
      };

  public final void checkPermission(Permission p) {
    throw new UnsupportedOperationException();
  }

  public final boolean hasPermission(Permission p) {
    return hasPermission2(Jenkins.getAuthentication2(), p);
  }

  public boolean hasPermission2(Authentication a, Permission permission) {
    throw new UnsupportedOperationException();
  }

  public static boolean isAnonymous2(Authentication authentication) {
    throw new UnsupportedOperationException();
  }

  public static ACLContext as2(Authentication auth) {
    throw new UnsupportedOperationException();
  }

  public static ACLContext as(User user) {
    throw new UnsupportedOperationException();
  }
}
