package io.jenkins.plugins.cloudrun.preflight;

import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found of an account at a place.
 *
 * @param identity who the account is to Google: an e-mail address, or a principal; empty if no
 *     token could be had
 */
public record Report(Optional<String> identity, List<Finding> findings) {
  public Report {
    findings = List.copyOf(findings);
  }

  /** Whether nothing that deploys need is missing, as far as that could be found out. */
  public boolean ok() {
    return identity.isPresent() && of(State.MISSING).isEmpty();
  }

  /** Those in a state. */
  public List<Finding> of(State state) {
    return findings.stream().filter(finding -> finding.state() == state).toList();
  }

  /** The commands that mend what is missing or advised, each once. */
  public List<String> commands() {
    return Stream.concat(of(State.MISSING).stream(), of(State.ADVISED).stream())
        .flatMap(finding -> finding.command().stream())
        .distinct()
        .toList();
  }

  /** The commands for what is optional, each once. */
  public List<String> optionalCommands() {
    return of(State.OPTIONAL).stream()
        .flatMap(finding -> finding.command().stream())
        .filter(command -> !commands().contains(command))
        .distinct()
        .toList();
  }

  /** One sentence about all of it, with the names of what is missing. */
  public String summary() {
    return identity.isPresent() && !ok()
        ? headline().replaceFirst("\\.$", ": ") + names() + "."
        : headline();
  }

  /** One sentence about all of it; what is missing is to be listed after it. */
  public String headline() {
    int missing = of(State.MISSING).size();
    int unknown = of(State.UNKNOWN).size();
    String who = identity.orElse("The account");
    String rest = unknown == 0 ? "" : " (" + unknown + " could not be found out)";
    if (identity.isEmpty()) {
      return findings.isEmpty() ? "There is no token." : findings.get(0).message();
    }
    if (missing == 0) {
      return who + " may do what deploys need" + rest + ".";
    }
    return who + " lacks " + missing + " of what deploys need" + rest + ".";
  }

  private String names() {
    return String.join(
        ", ", of(State.MISSING).stream().map(f -> f.check() + " on " + f.on()).distinct().toList());
  }

  /** Lines for a log: what is there in short, what is not in full. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (identity.isEmpty()) {
      // The summary says it.
      return commands().stream().map(command -> "What mends it: " + command).toList();
    }
    for (Finding finding : findings) {
      lines.add(
          switch (finding.state()) {
                case OK -> "ok       ";
                case MISSING -> "MISSING  ";
                case ADVISED -> "advised  ";
                case OPTIONAL -> "optional ";
                case UNKNOWN -> "unknown  ";
              }
              + finding.message());
    }
    if (!commands().isEmpty()) {
      lines.add("What mends it, for somebody who may:");
      commands().forEach(command -> lines.add("  " + command));
    }
    if (!optionalCommands().isEmpty()) {
      lines.add("What adds the optional:");
      optionalCommands().forEach(command -> lines.add("  " + command));
    }
    return lines;
  }

  /** For a step's return value. */
  public Map<String, Object> result() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("outcome", ok() ? "succeeded" : "failed");
    result.put("ok", ok());
    result.put("identity", identity.orElse(""));
    result.put("missing", of(State.MISSING).stream().map(Finding::check).distinct().toList());
    result.put("commands", commands());
    result.put("findings", findings.stream().map(Finding::map).toList());
    result.put("message", summary());
    return result;
  }
}
