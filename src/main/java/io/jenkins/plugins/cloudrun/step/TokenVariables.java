package io.jenkins.plugins.cloudrun.step;

import hudson.EnvVars;
import java.io.IOException;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a block: each process gets the token that is good when it starts, so that a
 * long block does not outlive it.
 */
final class TokenVariables extends EnvironmentExpander {
  private static final long serialVersionUID = 1L;

  /** What gcloud, gsutil and bq read. */
  static final String GCLOUD = "CLOUDSDK_AUTH_ACCESS_TOKEN";

  /** What Terraform's Google provider reads. */
  static final String TERRAFORM = "GOOGLE_OAUTH_ACCESS_TOKEN";

  /** Both, for people. */
  static final String NAMES = GCLOUD + " (gcloud) and " + TERRAFORM + " (Terraform) hold a token";

  private final CredentialsBlock block;
  private final @Nullable String project;

  TokenVariables(CredentialsBlock block, @Nullable String project) {
    this.block = block;
    this.project = project;
  }

  @Override
  public void expand(EnvVars env) throws IOException {
    String token = block.token().text();
    env.override(GCLOUD, token);
    env.override(TERRAFORM, token);
    project(env, project);
  }

  /** What tools read of the project that they work in. */
  static void project(EnvVars env, @Nullable String project) {
    if (project != null) {
      env.override("CLOUDSDK_CORE_PROJECT", project);
      env.override("GOOGLE_CLOUD_PROJECT", project);
      env.override("GOOGLE_PROJECT", project);
    }
  }

  @Override
  public Set<String> getSensitiveVariables() {
    return Set.of(GCLOUD, TERRAFORM);
  }
}
