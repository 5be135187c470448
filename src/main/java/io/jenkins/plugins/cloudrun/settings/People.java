package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.promotion.NotBy;
import java.util.List;
import java.util.stream.Stream;

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

  /** Ids of those among them who may not answer. */
  default List<String> of(NotBy who) {
    return Stream.concat(
            who.starter() ? starters().stream() : Stream.empty(),
            who.author() ? authors().stream() : Stream.empty())
        .distinct()
        .toList();
  }
}
