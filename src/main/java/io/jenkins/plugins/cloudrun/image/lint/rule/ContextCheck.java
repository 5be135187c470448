package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.ContextView;
import io.jenkins.plugins.cloudrun.image.lint.DockerfileView;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What of the sources should stay at home. */
public final class ContextCheck implements Check<ContextView> {
  static final Rule NO_IGNORE_FILE =
      new Rule(
          "no-ignore-file",
          Severity.WARNING,
          "Everything that lies in the workspace goes along: history, caches, local settings and"
              + " secrets; builds are slower, and change without need. Add a .dockerignore"
              + " (.gcloudignore for source builds) that begins with .git, .env* and build"
              + " output.");
  static final Rule SECRET_FILE =
      new Rule(
          "secret-file-in-context",
          Severity.WARNING,
          "Whoever may pull the image, or read the uploaded sources, can read it. Name it in"
              + " .dockerignore (.gcloudignore for source builds), and give its content to the"
              + " service by secrets or secretFiles of cloudRunDeploy.");
  static final Rule SECRET =
      new Rule(
          "secret-in-context",
          Severity.ERROR,
          "Whoever may pull the image, or read the uploaded sources, can read it. Take it out,"
              + " replace the secret, and give it to the service by secrets or secretFiles of"
              + " cloudRunDeploy.");
  static final Rule GIT =
      new Rule(
          "git-in-context",
          Severity.WARNING,
          "The whole history goes along, with all that was ever removed from it, and each commit"
              + " makes another layer. Name .git in .dockerignore (.gcloudignore for source"
              + " builds).");

  @Override
  public List<Rule> rules() {
    return List.of(NO_IGNORE_FILE, SECRET_FILE, SECRET, GIT);
  }

  @Override
  public void check(ContextView context, Consumer<Finding> found) {
    Optional<Step> all = context.dockerfile().flatMap(ContextCheck::copiesAll);
    if (!context.ignoreFile()) {
      if (context.reach() == Reach.SENT) {
        found.accept(NO_IGNORE_FILE.at("", 0, "There is no .gcloudignore or .gitignore"));
      } else if (all.isPresent()) {
        found.accept(
            NO_IGNORE_FILE.at(
                context.dockerfile().orElseThrow().file(),
                all.get().line(),
                all.get().keyword() + " takes the whole context, and there is no .dockerignore"));
      }
    }
    if (context.reach() == Reach.LAYERS) {
      return;
    }
    if (context.gitFolder() && reaches(context, ".git")) {
      found.accept(GIT.at(".git", 0, "The git folder is part of the context"));
    }
    for (int i = 0; i < context.files().size(); i++) {
      String path = context.files().get(i).path();
      if (reaches(context, path)) {
        SecretFindings.of(path, context.facts().get(i), SECRET_FILE, SECRET, found);
      }
    }
  }

  private static boolean reaches(ContextView context, String path) {
    return context.reach() == Reach.SENT
        || context
            .dockerfile()
            .map(d -> d.steps().stream().anyMatch(step -> CopySources.copies(step, path)))
            .orElse(true);
  }

  private static Optional<Step> copiesAll(DockerfileView dockerfile) {
    return dockerfile.steps().stream().filter(CopySources::copiesAll).findFirst();
  }
}
