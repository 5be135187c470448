package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.Rollout.RegionResult;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a deploy step returns: text, numbers, booleans, lists and maps only, the same keys whatever
 * the outcome.
 */
final class Results {
  /** Stands for whatever revision is the latest that is ready. */
  static final String LATEST = "LATEST";

  private Results() {}

  /** Of a result, the shares above zero, the largest first; none if nobody could look. */
  static List<Share> shares(Map<String, Object> result) {
    List<Share> shares = new ArrayList<>();
    if (result.get("traffic") instanceof List<?> rows) {
      for (Object row : rows) {
        if (row instanceof Map<?, ?> target && target.get("percent") instanceof Number percent) {
          shares.add(new Share(String.valueOf(target.get("revision")), percent.intValue()));
        }
      }
    }
    return shares.stream()
        .filter(share -> share.percent() > 0)
        .sorted(Comparator.comparing(Share::percent).reversed())
        .toList();
  }

  static Map<String, Object> of(Rollout rollout, Optional<ServiceState> service, Outcome outcome) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("outcome", outcome.text());
    result.put("rollout", rollout.id());
    result.put("service", rollout.plan().service().value());
    boolean chosen = !rollout.plan().previous() || rollout.found().isPresent();
    result.put("revision", chosen ? rollout.revision().value() : "");
    result.put("url", service.flatMap(ServiceState::uri).map(URI::toString).orElse(""));
    result.put(
        "tagUrl",
        service.map(s -> s.tagUris().get(Split.CANDIDATE.value())).map(URI::toString).orElse(""));
    result.put("digest", rollout.digest().map(ImageDigest::value).orElse(""));
    result.put("commit", rollout.commit().map(Commit::value).orElse(""));
    result.put("generation", service.map(ServiceState::generation).orElse(0L));
    result.put("traffic", new ArrayList<>(service.map(Results::traffic).orElse(List.of())));
    result.put("conditions", new ArrayList<>(service.map(Results::conditions).orElse(List.of())));
    result.put(
        "previousRevision",
        rollout.baseline().flatMap(Baseline::previous).map(RevisionName::value).orElse(""));
    List<Object> verdicts = new ArrayList<>();
    for (GateResult verdict : rollout.verdicts()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("gate", verdict.gate());
      row.put("percent", verdict.percent());
      row.put("health", verdict.health());
      row.put("measured", verdict.measured());
      row.put("measurements", new LinkedHashMap<>(verdict.values()));
      row.put("at", verdict.at().toString());
      verdicts.add(row);
    }
    result.put("verdicts", verdicts);
    rollout.ruling().ifPresent(ruling -> result.put("approval", answer(ruling)));
    if (rollout.plan().policy().approval().filter(asked -> asked.count() > 1).isPresent()) {
      result.put(
          "approvals", new ArrayList<>(rollout.assents().stream().map(Results::answer).toList()));
    }
    rollout
        .passage()
        .ifPresent(passage -> result.put("promotion", new LinkedHashMap<>(passage.basis())));
    rollout.passage().ifPresent(passage -> result.put("image", passage.image().toString()));
    List<Object> regions = new ArrayList<>();
    for (RegionResult region : rollout.done()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("region", region.region());
      row.put("revision", region.revision());
      row.put("url", region.url());
      regions.add(row);
    }
    if (!regions.isEmpty()) {
      result.put("finishedRegions", regions);
    }
    return result;
  }

  private static Map<String, Object> answer(Command given) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("answer", given.kind());
    row.put("by", given.actor());
    row.put("reason", given.reason());
    row.put("at", given.at().toString());
    return row;
  }

  private static List<Object> traffic(ServiceState service) {
    List<Object> rows = new ArrayList<>();
    for (Target target : Split.pinned(service.traffic(), service.latestReadyRevision())) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("revision", target.revision().map(RevisionName::value).orElse(LATEST));
      row.put("percent", target.percent().value());
      target.tag().ifPresent(tag -> row.put("tag", tag.value()));
      rows.add(row);
    }
    return rows;
  }

  private static List<Object> conditions(ServiceState service) {
    List<Condition> all = new ArrayList<>();
    all.add(service.ready());
    all.addAll(service.conditions());
    List<Object> rows = new ArrayList<>();
    for (Condition condition : all) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("type", condition.type());
      row.put("state", condition.state().name());
      row.put("reason", condition.reason());
      row.put("message", condition.message());
      rows.add(row);
    }
    return rows;
  }
}
