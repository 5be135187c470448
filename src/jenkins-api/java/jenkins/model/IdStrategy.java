package jenkins.model;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import java.util.Comparator;

public abstract class IdStrategy
    implements Describable<IdStrategy>, ExtensionPoint, Comparator<String> {
  public boolean equals(String id1, String id2) {
    throw new UnsupportedOperationException();
  }
}
