package io.jenkins.plugins.cloudrun.rollout.port;

/** The outside, as one account sees it. Cheap to ask for: connections behind it are shared. */
public interface Session {
  CloudRun cloudRun();

  Jobs jobs();

  Images images();

  Health health();

  SourceBuilds sourceBuilds();

  ImageTags imageTags();

  Scans scans();
}
