package hudson.security;

import java.util.Iterator;
import org.jvnet.localizer.Localizable;

public final class PermissionGroup implements Iterable<Permission>, Comparable<PermissionGroup> {
  public final Class owner;
  public final Localizable title;

  public PermissionGroup(Class<?> owner, Localizable title) {
    this.owner = owner;
    this.title = title;
  }

  @Override
  public Iterator<Permission> iterator() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(PermissionGroup that) {
    throw new UnsupportedOperationException();
  }
}
