package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.util.Optional;

/** A commit as members of what was made from it. */
final class CommitJson {
  private CommitJson() {}

  static void put(JsonObject json, Optional<Commit> commit) {
    Json.put(json, "commit", commit.map(Commit::value));
    Json.put(json, "commitPage", commit.flatMap(Commit::page));
  }

  /** Older files name no page. One that is none any more takes nothing else with it. */
  static Optional<Commit> read(JsonObject json) {
    return Json.maybe(json, "commit")
        .map(CommitSha::new)
        .map(sha -> new Commit(sha, Json.maybe(json, "commitPage").flatMap(CommitPage::parse)));
  }
}
