package io.jenkins.plugins.cloudrun.rollout.port;

/** The outside, as one account sees it. Cheap to ask for: connections behind it are shared. */
public interface Session extends Providers {
  CloudRun cloudRun();

  Jobs jobs();

  Images images();

  SourceBuilds sourceBuilds();

  ImageTags imageTags();

  Scans scans();

  /** Services as files; not every session has them. */
  default Manifests manifests() {
    throw new UnsupportedOperationException();
  }
}
