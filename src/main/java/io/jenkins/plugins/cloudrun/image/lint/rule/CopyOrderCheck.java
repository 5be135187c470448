package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.DockerfileView;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.ShellCommand;
import io.jenkins.plugins.cloudrun.image.lint.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Everything is copied, and only then are dependencies installed. */
public final class CopyOrderCheck implements Check<DockerfileView> {
  static final Rule RULE =
      new Rule(
          "copy-before-install",
          Severity.WARNING,
          "Each change of any file installs all dependencies again, and uploads them again. Copy"
              + " what lists the dependencies (package*.json, requirements.txt, pom.xml, go.mod)"
              + " first, install, then copy the rest.");

  @Override
  public List<Rule> rules() {
    return List.of(RULE);
  }

  @Override
  public void check(DockerfileView dockerfile, Consumer<Finding> found) {
    for (int stage = 0; stage <= dockerfile.lastStage(); stage++) {
      stage(dockerfile, stage, found);
    }
  }

  private static void stage(DockerfileView dockerfile, int stage, Consumer<Finding> found) {
    Optional<Step> copied = Optional.empty();
    Set<String> installed = new HashSet<>();
    for (Step step : dockerfile.stage(stage)) {
      if (CopySources.copiesAll(step)) {
        copied = copied.isPresent() ? copied : Optional.of(step);
      } else if (step.is("RUN") && !step.mountsCache()) {
        for (ShellCommand command : ShellCommand.of(step.text())) {
          Optional<String> tool = Installs.tool(command.words());
          if (tool.isPresent() && copied.isPresent() && !installed.contains(tool.get())) {
            found.accept(
                RULE.at(
                    dockerfile.file(),
                    copied.get().line(),
                    copied.get().keyword()
                        + " copies everything before '"
                        + shown(command)
                        + "' in line "
                        + step.line()));
            return;
          }
          tool.ifPresent(installed::add);
        }
      }
    }
  }

  /** Program and action; not what stands behind, where a secret could be. */
  private static String shown(ShellCommand command) {
    return command.words().stream().filter(w -> !w.startsWith("-")).limit(2).count() == 2
        ? command.program() + " " + action(command)
        : command.program();
  }

  private static String action(ShellCommand command) {
    String action =
        command.words().stream().skip(1).filter(w -> !w.startsWith("-")).findFirst().orElse("");
    return action.matches("[a-z:-]{1,30}") ? action : "...";
  }
}
