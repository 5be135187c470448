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
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Instructions that do not do what their writer hopes, and habits of commands. */
public final class InstructionCheck implements Check<DockerfileView> {
  static final Rule HEALTHCHECK =
      new Rule(
          "healthcheck-ignored",
          Severity.INFO,
          "Cloud Run never runs it. Give startupProbe and livenessProbe to cloudRunDeploy"
              + " instead.");
  static final Rule VOLUME =
      new Rule(
          "volume-ignored",
          Severity.INFO,
          "Cloud Run mounts nothing there: what is written stays in the instance's memory and is"
              + " gone with it. Mount a bucket or an in-memory volume with volumes of"
              + " cloudRunDeploy.");
  static final Rule ADD =
      new Rule(
          "add-for-copy",
          Severity.INFO,
          "ADD unpacks archives and loads addresses, which surprises readers. Use COPY for files of"
              + " the context.");
  static final Rule DOWNLOAD =
      new Rule(
          "unverified-download",
          Severity.WARNING,
          "Whoever controls the server, or the way to it, decides what gets into the image. Compare"
              + " a checksum: ADD --checksum=sha256:..., or sha256sum -c before running it.");
  static final Rule SUDO =
      new Rule(
          "sudo-in-run",
          Severity.WARNING,
          "Builds run as root unless USER says otherwise, and sudo is one more way to become root"
              + " at run time. Take it out; put USER root before the command and the other user"
              + " after it.");
  static final Rule WORLD_WRITABLE =
      new Rule(
          "world-writable",
          Severity.WARNING,
          "Any process in the container may replace these files, programs included. Give them to"
              + " the user that needs them: COPY --chown=..., chmod 755 or 644.");

  private static final Pattern OPEN_MODE =
      Pattern.compile("0?[0-7]?777|0?[0-7]?666|(?:[ugo]*[ao][ugo]*|)\\+r?wX?x?|a=rwx");
  private static final Pattern URL = Pattern.compile("https?://.*");
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(?:tar|tgz|tbz2?|txz|tar\\.[a-z0-9]+)");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh", "python3");

  @Override
  public List<Rule> rules() {
    return List.of(HEALTHCHECK, VOLUME, ADD, DOWNLOAD, SUDO, WORLD_WRITABLE);
  }

  @Override
  public void check(DockerfileView dockerfile, Consumer<Finding> found) {
    Set<Integer> ofImage = new HashSet<>();
    dockerfile.ofImage().forEach(step -> ofImage.add(step.line()));
    for (Step step : dockerfile.steps()) {
      boolean inImage = ofImage.contains(step.line());
      String file = dockerfile.file();
      if (step.is("HEALTHCHECK") && inImage && !step.text().equalsIgnoreCase("NONE")) {
        found.accept(HEALTHCHECK.at(file, step.line(), "HEALTHCHECK has no effect"));
      } else if (step.is("VOLUME") && inImage) {
        found.accept(VOLUME.at(file, step.line(), "VOLUME has no effect"));
      } else if (step.is("ADD")) {
        add(step, file, found);
      } else if (step.is("RUN")) {
        run(step, file, inImage, found);
      }
      if (step.is("COPY", "ADD")
          && inImage
          && step.flag("--chmod").filter(m -> OPEN_MODE.matcher(m).matches()).isPresent()) {
        found.accept(WORLD_WRITABLE.at(file, step.line(), "--chmod lets everybody write"));
      }
    }
  }

  private static void add(Step step, String file, Consumer<Finding> found) {
    boolean web = step.sources().stream().anyMatch(s -> URL.matcher(s).matches());
    boolean special =
        step.sources().stream()
            .anyMatch(
                s ->
                    ARCHIVE.matcher(s).matches()
                        || s.startsWith("git@")
                        || s.endsWith(".git")
                        || s.contains("$"));
    if (web && step.flag("--checksum").isEmpty()) {
      found.accept(DOWNLOAD.at(file, step.line(), "ADD loads a file without a checksum"));
    } else if (!web && !special) {
      found.accept(ADD.at(file, step.line(), "ADD is used where COPY would do"));
    }
  }

  private static void run(Step step, String file, boolean inImage, Consumer<Finding> found) {
    boolean sudo = false;
    boolean open = false;
    boolean piped = false;
    boolean loading = false;
    for (ShellCommand command : ShellCommand.of(step.text())) {
      sudo |= command.program().equals("sudo");
      open |=
          command.program().equals("chmod")
              && command.words().stream().skip(1).anyMatch(w -> OPEN_MODE.matcher(w).matches());
      piped |= command.pipedInto() && loading && SHELLS.contains(command.program());
      // The shell may stand behind another filter: curl | tac | sh.
      loading =
          command.program().equals("curl")
              || command.program().equals("wget")
              || command.pipedInto() && loading;
    }
    if (sudo) {
      found.accept(SUDO.at(file, step.line(), "RUN uses sudo"));
    }
    if (open && inImage) {
      found.accept(WORLD_WRITABLE.at(file, step.line(), "chmod lets everybody write"));
    }
    if (piped) {
      found.accept(DOWNLOAD.at(file, step.line(), "RUN gives a download straight to a shell"));
    }
  }
}
