package io.jenkins.plugins.cloudrun.step;

import hudson.EnvVars;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jspecify.annotations.Nullable;

/** The environment of a block whose tools prove by themselves who they are. */
final class FileVariables extends EnvironmentExpander {
  private static final long serialVersionUID = 1L;

  /** What Google's client libraries and Terraform read. */
  static final String LIBRARIES = "GOOGLE_APPLICATION_CREDENTIALS";

  /** What gcloud, gsutil and bq read. */
  static final String GCLOUD = "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE";

  /** Both, for people. */
  static final String NAMES =
      LIBRARIES
          + " (client libraries, Terraform) and "
          + GCLOUD
          + " (gcloud) name a configuration file";

  private final ToolFiles files;
  private final @Nullable String project;

  FileVariables(ToolFiles files, @Nullable String project) {
    this.files = files;
    this.project = project;
  }

  @Override
  public void expand(EnvVars env) throws IOException, InterruptedException {
    files.renew();
    env.override(LIBRARIES, files.configuration());
    env.override(GCLOUD, files.configuration());
    TokenVariables.project(env, project);
  }
}
