package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.scan.FileFacts;
import io.jenkins.plugins.cloudrun.image.lint.scan.Hit;
import io.jenkins.plugins.cloudrun.image.lint.scan.PackageFolders;
import java.util.function.Consumer;

/** From what was seen in a file to findings. */
final class SecretFindings {
  private SecretFindings() {}

  static void of(
      String path, FileFacts facts, Rule byName, Rule byContent, Consumer<Finding> found) {
    for (Hit hit : facts.hits()) {
      Severity severity =
          hit.kind().severity() == Severity.ERROR ? byContent.severity() : hit.kind().severity();
      found.accept(byContent.at(severity, path, hit.line(), "It holds " + hit.kind().label()));
    }
    // One finding for a file is enough.
    if (facts.hits().isEmpty() && SecretNames.isSecretFile(path) && !PackageFolders.contain(path)) {
      found.accept(byName.at(path, 0, "By its name this file is a secret"));
    }
  }
}
