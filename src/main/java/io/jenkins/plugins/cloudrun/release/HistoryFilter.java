package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Which rollouts of the history are asked for; what is empty asks for all.
 *
 * @param service a part of its name
 * @param where a target's name or a region
 * @param outcome as a step returns it, {@link #GOING} or {@link #ASKING}
 * @param by a part of why it was begun, or of who answered
 * @param text a part of anything else that is known of it
 * @param page from 1
 */
public record HistoryFilter(
    String service, String where, String outcome, String by, String text, int page) {
  static final String GOING = "going";
  static final String ASKING = "asking";
  private static final int LONGEST = 100;

  /** What the parameters of a request ask for; those that are missing or no use, nothing. */
  static HistoryFilter of(@Nullable StaplerRequest2 request) {
    Function<String, String> parameter =
        name -> {
          String given = request == null ? null : request.getParameter(name);
          String stripped = given == null ? "" : given.strip();
          return stripped.substring(0, Math.min(LONGEST, stripped.length()));
        };
    String page = parameter.apply("page");
    return new HistoryFilter(
        parameter.apply("service"),
        parameter.apply("where"),
        parameter.apply("outcome"),
        parameter.apply("by"),
        parameter.apply("text"),
        page.matches("[0-9]{1,3}") ? Math.max(1, Integer.parseInt(page)) : 1);
  }

  /** Whether anything is asked for. */
  public boolean isNarrow() {
    return Stream.of(service, where, outcome, by, text).anyMatch(part -> !part.isEmpty());
  }

  boolean matches(Rollout rollout, List<TargetName> targets) {
    return has(service, Stream.of(rollout.plan().service().value()))
        && (where.isEmpty() || at(rollout, targets))
        && (outcome.isEmpty() || ended(rollout))
        && has(by, Stream.concat(actors(rollout), Stream.of(rollout.origin().actor())))
        && has(text, words(rollout));
  }

  private boolean at(Rollout rollout, List<TargetName> targets) {
    return targets.stream().anyMatch(target -> target.value().equals(where))
        || rollout.plan().regions().stream().anyMatch(region -> region.value().equals(where));
  }

  private boolean ended(Rollout rollout) {
    return switch (outcome) {
      case GOING -> rollout.settlement().isEmpty();
      case ASKING -> rollout.asking().isPresent();
      default -> outcome(rollout).equals(outcome);
    };
  }

  /** As a step returns it; empty while it goes on. */
  static String outcome(Rollout rollout) {
    return rollout
        .settlement()
        .map(end -> String.valueOf(end.result().getOrDefault("outcome", "")))
        .orElse("");
  }

  private static Stream<String> actors(Rollout rollout) {
    return Stream.concat(rollout.ruling().stream(), rollout.command().stream())
        .map(command -> command.actor());
  }

  private static Stream<String> words(Rollout rollout) {
    return Stream.of(
            Stream.of(
                rollout.id(),
                rollout.origin().item() + rollout.origin().run().map(n -> " #" + n).orElse(""),
                rollout.plan().project().value(),
                rollout.revision().value()),
            rollout.plan().image().stream().map(ImageReference::toString),
            rollout.digest().stream().map(digest -> digest.value()),
            rollout.commit().stream().map(Commit::value),
            rollout.settlement().stream().map(Settlement::message))
        .flatMap(words -> words);
  }

  private static boolean has(String part, Stream<String> texts) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || texts.anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** The parameters of the same filter on another page, after the {@code ?}. */
  String query(int other) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("service", service);
    parameters.put("where", where);
    parameters.put("outcome", outcome);
    parameters.put("by", by);
    parameters.put("text", text);
    parameters.put("page", other == 1 ? "" : Integer.toString(other));
    return parameters.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
