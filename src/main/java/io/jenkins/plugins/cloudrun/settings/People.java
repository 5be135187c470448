package io.jenkins.plugins.cloudrun.settings;

import java.util.List;

/** Who stands behind a build: for approvals that somebody else must give. */
public interface People {
  /** Knows of nobody. */
  People UNKNOWN =
      new People() {
        @Override
        public List<String> starters() {
          return List.of();
        }

        @Override
        public List<String> authors() {
          return List.of();
        }
      };

  /** Ids of the users who started the build, or a build that started it. */
  List<String> starters();

  /** Ids of the users whose commits the build has and the last good one had not. */
  List<String> authors();
}
