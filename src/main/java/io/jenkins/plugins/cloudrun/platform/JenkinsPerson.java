package io.jenkins.plugins.cloudrun.platform;

import hudson.model.User;
import hudson.security.ACL;
import hudson.security.SecurityRealm;
import java.util.Collection;
import jenkins.model.IdStrategy;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** The one on whose behalf this thread runs, with names compared by the security realm's rules. */
final class JenkinsPerson implements Person {
  private final boolean known;
  private final String id;
  private final Collection<String> groups;
  private final IdStrategy users;
  private final IdStrategy groupNames;

  private JenkinsPerson(Authentication asking, boolean known, SecurityRealm realm) {
    this.known = known;
    this.id = known ? id(asking) : "anonymous";
    this.groups = asking.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
    this.users = realm.getUserIdStrategy();
    this.groupNames = realm.getGroupIdStrategy();
  }

  static Person current() {
    Authentication asking = Jenkins.getAuthentication2();
    // Jenkins itself is no person, though it may do everything.
    boolean known = !ACL.isAnonymous2(asking) && !asking.equals(ACL.SYSTEM2);
    return new JenkinsPerson(asking, known, Jenkins.get().getSecurityRealm());
  }

  private static String id(Authentication asking) {
    User user = User.current();
    return user == null ? asking.getName() : user.getId();
  }

  @Override
  public boolean known() {
    return known;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean is(String user) {
    return known && users.equals(user, id);
  }

  @Override
  public boolean in(String group) {
    return known && groups.stream().anyMatch(mine -> groupNames.equals(group, mine));
  }
}
