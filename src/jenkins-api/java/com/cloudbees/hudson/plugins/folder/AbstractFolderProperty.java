package com.cloudbees.hudson.plugins.folder;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import hudson.model.ReconfigurableDescribable;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class AbstractFolderProperty<C extends AbstractFolder<?>>
    extends AbstractDescribableImpl<AbstractFolderProperty<?>>
    implements ExtensionPoint, ReconfigurableDescribable<AbstractFolderProperty<?>> {
  protected C owner;

  protected void setOwner(C owner) {
    this.owner = owner;
  }

  public C getOwner() {
    return owner;
  }

  @Override
  public AbstractFolderPropertyDescriptor getDescriptor() {
    throw new UnsupportedOperationException();
  }

  public AbstractFolderProperty<?> reconfigure(StaplerRequest2 req, JSONObject form)
      throws hudson.model.Descriptor.FormException {
    throw new UnsupportedOperationException();
  }
}
