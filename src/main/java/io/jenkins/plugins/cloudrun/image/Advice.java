package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.GcloudIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.lint.DockerfileView;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Lint;
import io.jenkins.plugins.cloudrun.image.lint.LintContext;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import io.jenkins.plugins.cloudrun.image.lint.LintImage;
import io.jenkins.plugins.cloudrun.image.lint.LintReport;
import io.jenkins.plugins.cloudrun.image.lint.Silences;
import io.jenkins.plugins.cloudrun.image.lint.scan.LintCache;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The advice of one build: given before anything is uploaded, printed once, and, if the request
 * says so, reason enough to stop.
 */
final class Advice {
  private final ImageRequest request;
  private final Path context;
  private final Progress progress;
  private final Lint lint;
  private LintReport report = LintReport.EMPTY;
  private Optional<LintReport> ofImage = Optional.empty();

  Advice(ImageRequest request, Workspace workspace, LintCache cache, Progress progress)
      throws IOException {
    this.request = request;
    this.context = workspace.context();
    this.progress = progress;
    this.lint = new Lint(cache, request.image(), Silences.read(context));
  }

  /**
   * Looks at a Dockerfile and what it may copy.
   *
   * @param reach whether the files are found again in layers that are described
   */
  DockerfileView dockerfile(Path file, Reach reach) throws IOException, InterruptedException {
    DockerfileView view = view(context, file);
    if (!isOff()) {
      look(
          new LintContext(
              context,
              DockerIgnore.read(context, file),
              DockerIgnore.find(context, file).isPresent(),
              reach,
              Optional.of(view)));
    }
    return view;
  }

  /** Looks at a folder that is sent to Cloud Build as a whole. */
  void sources(Path folder, Optional<Path> dockerfile) throws IOException, InterruptedException {
    if (isOff()) {
      return;
    }
    Optional<DockerfileView> view = Optional.empty();
    if (dockerfile.isPresent()) {
      view = Optional.of(view(folder, dockerfile.get()));
    }
    IgnoreRules rules = GcloudIgnore.read(folder);
    // Without one of its own, gcloud goes by git's.
    boolean written =
        Files.exists(folder.resolve(".gcloudignore")) || Files.exists(folder.resolve(".gitignore"));
    look(new LintContext(folder, rules, written, Reach.SENT, view));
  }

  /** Looks into layers before the rest of their image is known. */
  void layers(List<? extends LayerObject> layers) throws IOException, InterruptedException {
    if (!isOff()) {
      lint.read(layers);
    }
  }

  /**
   * Looks at what is described.
   *
   * @param there the image itself, if an earlier build has pushed it
   */
  void image(Draft draft, Optional<DockerfileView> dockerfile, Optional<ImageDigest> there)
      throws IOException, InterruptedException {
    if (isOff()) {
      return;
    }
    Optional<LintReport> before =
        dockerfile.isEmpty() ? there.flatMap(lint::recall) : Optional.empty();
    if (before.isPresent()) {
      report = report.plus(before.get());
      return;
    }
    LintReport found = lint.image(LintImage.of(draft.plan(), draft.base(), dockerfile));
    report = report.plus(found);
    if (dockerfile.isEmpty()) {
      ofImage = Optional.of(found);
    }
  }

  /** Remembers what was said of an image, now that it has been pushed. */
  void remember(ImageDigest digest) {
    ofImage.ifPresent(found -> lint.remember(digest, found));
  }

  /**
   * Prints what was found.
   *
   * @throws StoppedException if it stops the build
   */
  List<Finding> given() {
    report.lines().forEach(progress::line);
    long bad = report.count(Finding.Severity.WARNING);
    if (request.lint().equals("fail") && bad > 0) {
      throw new StoppedException(
          new Stopped(
              request.image(),
              "Nothing was pushed: lint found "
                  + bad
                  + (bad == 1 ? " fault" : " faults")
                  + " in "
                  + request.image()
                  + ", printed above. Mend them, switch single rules off in .cloud-run-lint, or set"
                  + " lint to 'warn'.",
              report.findings()));
    }
    return report.findings();
  }

  private void look(LintContext looked) throws IOException, InterruptedException {
    report = report.plus(lint.context(looked));
  }

  private static DockerfileView view(Path folder, Path file) throws IOException {
    String text = Files.readString(file);
    String name = folder.relativize(file).toString().replace('\\', '/');
    return DockerfileView.of(Dockerfile.parse(name, text), text);
  }

  private boolean isOff() {
    return request.lint().equals("off");
  }
}
