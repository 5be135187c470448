package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.ImageView;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.scan.PackageFolders;
import io.jenkins.plugins.cloudrun.image.lint.scan.ScanFile;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sizes and names of files in the layers. */
public final class LayerFilesCheck implements Check<ImageView> {
  static final Rule HUGE_LAYER =
      new Rule(
          "huge-layer",
          Severity.WARNING,
          "It is uploaded, stored and pulled as a whole whenever one file in it changes. Split what"
              + " changes seldom from what changes often; put models and media into a bucket that"
              + " volumes of cloudRunDeploy mounts.");
  static final Rule HUGE_FILE =
      new Rule(
          "huge-file",
          Severity.WARNING,
          "It makes each pull and each cold start slower. Put data into a bucket that volumes of"
              + " cloudRunDeploy mounts, or leave the file out if it got in by mistake.");
  static final Rule CASE =
      new Rule(
          "case-collision",
          Severity.WARNING,
          "On Cloud Run these are two files; on the computers of those who work with macOS or"
              + " Windows they are one, so what runs there is not what runs here. Rename one of"
              + " them.");

  static final long LAYER_BYTES = 500_000_000;
  static final long FILE_BYTES = 250_000_000;
  private static final int MOST_COLLISIONS = 20;

  @Override
  public List<Rule> rules() {
    return List.of(HUGE_LAYER, HUGE_FILE, CASE);
  }

  @Override
  public void check(ImageView image, Consumer<Finding> found) {
    Map<String, String> names = new HashMap<>();
    int collisions = 0;
    for (ImageView.Layer layer : image.layers()) {
      long bytes = 0;
      for (ScanFile file : layer.files()) {
        bytes += file.size();
        if (file.size() > FILE_BYTES) {
          found.accept(HUGE_FILE.at(file.path(), 0, "The file has " + megabytes(file.size())));
        }
        Optional<String> other =
            PackageFolders.contain(file.path())
                ? Optional.empty()
                : Optional.ofNullable(
                    names.putIfAbsent(file.path().toLowerCase(Locale.ROOT), file.path()));
        if (other.isPresent()
            && !other.get().equals(file.path())
            && ++collisions <= MOST_COLLISIONS) {
          found.accept(
              CASE.at(
                  file.path(), 0, "Its name differs from " + other.get() + " in capitals alone"));
        }
      }
      if (bytes > LAYER_BYTES) {
        found.accept(
            HUGE_LAYER.at(
                "", 0, "The layer '" + layer.name() + "' has " + megabytes(bytes) + " of files"));
      }
    }
  }

  private static String megabytes(long bytes) {
    return bytes / 1_000_000 + " MB";
  }
}
