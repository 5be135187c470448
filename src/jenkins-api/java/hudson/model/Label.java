package hudson.model;

import jenkins.model.ModelObjectWithChildren;

public abstract class Label extends Actionable
    implements Comparable<Label>, ModelObjectWithChildren {
  protected Label(String name) {}

  public final String getName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public final int compareTo(Label that) {
    throw new UnsupportedOperationException();
  }
}
