package io.jenkins.plugins.cloudrun.freestyle;

import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the builders of a build have returned, as variables for those after them: {@code digest} is
 * {@code CLOUD_RUN_DIGEST}. Saved with the build: text only, never a secret.
 */
public final class CloudRunVariables extends InvisibleAction
    implements EnvironmentContributingAction {
  private static final String PREFIX = "CLOUD_RUN_";

  /** Value by the variable's whole name. */
  private final Map<String, String> variables = new LinkedHashMap<>();

  /** How many builders have asked for a turn. */
  private int turns;

  static CloudRunVariables of(Run<?, ?> run) {
    synchronized (run) {
      CloudRunVariables variables = run.getAction(CloudRunVariables.class);
      if (variables == null) {
        variables = new CloudRunVariables();
        run.addAction(variables);
      }
      return variables;
    }
  }

  /** Tells the builders of one build apart: they run in their order, one after the other. */
  synchronized String nextTurn() {
    turns++;
    return "builder " + turns;
  }

  /** Takes over what is text, a number or a yes or no; a later builder's value wins. */
  synchronized void put(Map<String, Object> result) {
    result.forEach(
        (name, value) -> {
          String text = value.toString();
          boolean plain =
              value instanceof String || value instanceof Number || value instanceof Boolean;
          if (plain && !text.isEmpty()) {
            variables.put(variable(name), text);
          }
        });
  }

  /** {@code previousRevision} is {@code CLOUD_RUN_PREVIOUS_REVISION}. */
  static String variable(String name) {
    return PREFIX + name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  @Override
  public synchronized void buildEnvironment(Run<?, ?> run, EnvVars env) {
    variables.forEach(env::put);
  }
}
