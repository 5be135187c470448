package io.jenkins.plugins.cloudrun.image.lint.scan;

import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;

/** Kinds of secrets that are told by their content. */
public enum SecretKind {
  PRIVATE_KEY("a private key", Severity.ERROR, false),
  ENCRYPTED_PRIVATE_KEY("an encrypted private key", Severity.WARNING, false),
  SERVICE_ACCOUNT_KEY("the key of a Google service account", Severity.ERROR, true),
  GOOGLE_REFRESH_TOKEN("the refresh token of a Google user", Severity.ERROR, true),
  /** Such keys may stand in public pages when they are restricted. */
  GOOGLE_API_KEY("a Google API key", Severity.WARNING, false),
  GOOGLE_CLIENT_SECRET("a Google OAuth client secret", Severity.ERROR, true),
  AWS_ACCESS_KEY("an AWS access key with its secret", Severity.ERROR, true),
  GITHUB_TOKEN("a GitHub token", Severity.ERROR, true),
  GITLAB_TOKEN("a GitLab token", Severity.ERROR, true),
  SLACK_TOKEN("a Slack token", Severity.ERROR, true),
  SLACK_WEBHOOK("the address of a Slack webhook", Severity.ERROR, true),
  NPM_TOKEN("an npm token", Severity.ERROR, true),
  PYPI_TOKEN("a PyPI token", Severity.ERROR, true),
  DOCKER_HUB_TOKEN("a Docker Hub token", Severity.ERROR, true),
  STRIPE_KEY("a live Stripe key", Severity.ERROR, true),
  SENDGRID_KEY("a SendGrid key", Severity.ERROR, true),
  /** Only in files that are known to hold logins, such as {@code .npmrc}. */
  STORED_LOGIN("a stored login", Severity.ERROR, true),
  /** Only in variables and commands: in files, examples of such addresses are too common. */
  PASSWORD_IN_URL("a password in an address", Severity.ERROR, false);

  private final String label;
  private final Severity severity;
  private final boolean reportedInPackages;

  SecretKind(String label, Severity severity, boolean reportedInPackages) {
    this.label = label;
    this.severity = severity;
    this.reportedInPackages = reportedInPackages;
  }

  /** For messages, with its article. */
  public String label() {
    return label;
  }

  public Severity severity() {
    return severity;
  }

  /**
   * Whether it counts in folders of installed packages too: many packages ship keys for their own
   * tests, none ships the token of an account.
   */
  public boolean reportedInPackages() {
    return reportedInPackages;
  }
}
