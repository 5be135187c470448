package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.ImageView;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Who the container runs as, and by which name an image built on is called. */
public final class UserCheck implements Check<ImageView> {
  static final Rule ROOT =
      new Rule(
          "root-user",
          Severity.WARNING,
          "Whoever breaks into the program owns the whole container. Run it as another user: USER"
              + " in the Dockerfile, user: of cloudRunBuild (a number such as '65532' needs no"
              + " account), or a base whose user is not root.");

  @Override
  public List<Rule> rules() {
    return List.of(ROOT);
  }

  @Override
  public void check(ImageView image, Consumer<Finding> found) {
    String user = image.user().isEmpty() ? "" : image.user().split(":", 2)[0];
    if (user.isEmpty() || user.equals("root") || user.matches("0+")) {
      Optional<Step> step =
          image.dockerfile().flatMap(d -> d.last("USER").or(() -> d.last("FROM")));
      // Our recipes keep the user of their base, which few people have chosen on purpose.
      Severity severity =
          image.dockerfile().isPresent() || !user.isEmpty() ? ROOT.severity() : Severity.INFO;
      found.accept(
          ROOT.at(
              severity,
              step.isEmpty() ? "" : image.dockerfile().orElseThrow().file(),
              step.map(Step::line).orElse(0),
              "The container runs as root"));
    }
    if (image.dockerfile().isEmpty()) {
      BaseImageCheck.check(image.base(), "", 0, found);
    }
  }
}
