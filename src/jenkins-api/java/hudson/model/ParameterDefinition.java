package hudson.model;

import hudson.ExtensionPoint;
import java.io.Serializable;

public abstract class ParameterDefinition
    implements Describable<ParameterDefinition>, ExtensionPoint, Serializable {
  private static final long serialVersionUID = 1L;

  protected ParameterDefinition(String name) {
    throw new UnsupportedOperationException();
  }

  public String getName() {
    throw new UnsupportedOperationException();
  }

  public ParameterValue getDefaultParameterValue() {
    throw new UnsupportedOperationException();
  }
}
