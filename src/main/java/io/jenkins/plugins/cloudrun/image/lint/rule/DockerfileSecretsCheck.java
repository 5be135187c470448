package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.DockerfileView;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.Step;
import io.jenkins.plugins.cloudrun.image.lint.scan.Hit;
import io.jenkins.plugins.cloudrun.image.lint.scan.SecretScanner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Secrets that are written into a Dockerfile, or into the words of a build. */
public final class DockerfileSecretsCheck implements Check<DockerfileView> {
  static final Rule ENV =
      new Rule(
          "secret-in-env",
          Severity.ERROR,
          "Whoever may pull the image can read it, and it stays in the image's history. Take it"
              + " out, replace the secret, and give it to the service instead: secrets: [NAME:"
              + " 'secret:version'] of cloudRunDeploy.");
  static final Rule ARG =
      new Rule(
          "secret-in-arg",
          Severity.WARNING,
          "Build arguments are kept in the image's history. Use RUN --mount=type=secret,id=... for"
              + " what the build needs, and secrets of cloudRunDeploy for what the service needs.");
  static final Rule RUN =
      new Rule(
          "secret-in-command",
          Severity.ERROR,
          "Commands are kept in the image's history and configuration, for whoever may pull it."
              + " Take it out and replace the secret; use RUN --mount=type=secret,id=... in a"
              + " build, and secrets of cloudRunDeploy at run time.");

  @Override
  public List<Rule> rules() {
    return List.of(ENV, ARG, RUN);
  }

  @Override
  public void check(DockerfileView dockerfile, Consumer<Finding> found) {
    for (Step step : dockerfile.steps()) {
      if (step.is("ENV", "LABEL")) {
        for (String word : step.words()) {
          int equals = word.indexOf('=');
          if (equals > 0) {
            variable(
                    step.keyword(),
                    word.substring(0, equals),
                    word.substring(equals + 1),
                    step.is("ENV"))
                .ifPresent(m -> found.accept(ENV.at(dockerfile.file(), step.line(), m)));
          }
        }
      } else if (step.is("ARG")) {
        step.words().forEach(word -> arg(word, dockerfile.file(), step.line(), found));
      } else if (!step.is("FROM")) {
        command(step.keyword(), step.text())
            .ifPresent(m -> found.accept(RUN.at(dockerfile.file(), step.line(), m)));
      }
    }
  }

  private static void arg(String word, String file, int line, Consumer<Finding> found) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Optional<String> literal =
        equals < 0 ? Optional.empty() : variable("ARG", name, word.substring(equals + 1), true);
    if (literal.isPresent()) {
      found.accept(ARG.at(Severity.ERROR, file, line, literal.get()));
    } else if (equals < 0 && SecretNames.isSecret(name)) {
      found.accept(ARG.at(file, line, "ARG " + name + " takes a secret as a build argument"));
    }
  }

  /** Of variables that are given to the build itself. */
  static void environment(Map<String, String> env, Consumer<Finding> found) {
    env.forEach(
        (name, value) ->
            variable("env", name, value, true).ifPresent(m -> found.accept(ENV.at("", 0, m))));
  }

  /** Of an entrypoint or its arguments. */
  static Optional<String> command(String what, String text) {
    List<Hit> hits = SecretScanner.scanWords(text);
    return hits.isEmpty()
        ? Optional.empty()
        : Optional.of(what + " holds " + hits.get(0).kind().label());
  }

  /** What to say of a variable; its value is never part of it. */
  private static Optional<String> variable(String what, String name, String value, boolean byName) {
    List<Hit> hits = SecretScanner.scanWords(value);
    if (!hits.isEmpty()) {
      return Optional.of(what + " " + name + " holds " + hits.get(0).kind().label());
    }
    return byName && SecretNames.holdsSecret(name, value)
        ? Optional.of(what + " " + name + " has a value, and by its name it is a secret")
        : Optional.empty();
  }
}
