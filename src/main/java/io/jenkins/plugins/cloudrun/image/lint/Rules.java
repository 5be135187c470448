package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.lint.rule.BaseImageCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.ContextCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.CopyOrderCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.DockerfileSecretsCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.InstructionCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.LayerFilesCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.LayerSecretsCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.PackageCacheCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.PortCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.ProgramCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.StartCheck;
import io.jenkins.plugins.cloudrun.image.lint.rule.UserCheck;
import java.util.ArrayList;
import java.util.List;

/** All rules, by what they look at. A new one is added here and to docs/lint.md. */
public final class Rules {
  /** Goes up whenever a rule may say something else of the same image. */
  static final int VERSION = 1;

  static final List<Check<DockerfileView>> DOCKERFILE =
      List.of(
          new BaseImageCheck(),
          new DockerfileSecretsCheck(),
          new CopyOrderCheck(),
          new PackageCacheCheck(),
          new InstructionCheck());
  static final List<Check<Launch>> LAUNCH = List.of(new StartCheck(), new PortCheck());
  static final List<Check<ContextView>> CONTEXT = List.of(new ContextCheck());
  static final List<Check<ImageView>> IMAGE =
      List.of(new LayerSecretsCheck(), new ProgramCheck(), new LayerFilesCheck(), new UserCheck());

  private Rules() {}

  /** Each rule once. */
  public static List<Rule> all() {
    List<Rule> all = new ArrayList<>();
    DOCKERFILE.forEach(check -> all.addAll(check.rules()));
    LAUNCH.forEach(check -> all.addAll(check.rules()));
    CONTEXT.forEach(check -> all.addAll(check.rules()));
    IMAGE.forEach(check -> all.addAll(check.rules()));
    all.add(Silences.UNKNOWN);
    return List.copyOf(all);
  }
}
