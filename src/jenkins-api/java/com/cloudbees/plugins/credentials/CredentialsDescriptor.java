package com.cloudbees.plugins.credentials;

import hudson.model.Descriptor;
import org.jenkins.ui.icon.IconSpec;

public abstract class CredentialsDescriptor extends Descriptor<Credentials> implements IconSpec {
  protected CredentialsDescriptor(Class<? extends Credentials> clazz) {
    super(clazz);
  }

  protected CredentialsDescriptor() {}

  @Override
  public String getIconClassName() {
    return "symbol-credentials plugin-credentials";
  }
}
