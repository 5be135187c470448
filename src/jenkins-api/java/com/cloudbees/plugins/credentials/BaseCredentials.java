package com.cloudbees.plugins.credentials;

public class BaseCredentials implements Credentials {
  private static final long serialVersionUID = 1L;
  private final CredentialsScope scope;

  protected BaseCredentials() {
    this(null);
  }

  public BaseCredentials(CredentialsScope scope) {
    this.scope = scope;
  }

  @Override
  public CredentialsScope getScope() {
    return scope;
  }

  @Override
  public CredentialsDescriptor getDescriptor() {
    throw new UnsupportedOperationException();
  }
}
