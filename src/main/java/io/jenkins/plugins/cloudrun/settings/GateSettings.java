package io.jenkins.plugins.cloudrun.settings;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import java.io.Serializable;
import java.util.List;

/** Something that a new revision must satisfy before it gets traffic. */
public abstract class GateSettings extends AbstractDescribableImpl<GateSettings>
    implements ExtensionPoint, Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The gate that these settings ask for.
   *
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException naming what is refused
   */
  public abstract Gate toGate(Expander expander);

  /** What Jenkins knows of a kind of gate. */
  public abstract static class GateDescriptor extends Descriptor<GateSettings> {
    static List<GateDescriptor> known() {
      return ExtensionList.lookup(GateDescriptor.class);
    }
  }
}
