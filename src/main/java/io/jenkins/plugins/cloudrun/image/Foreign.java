package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.RunInstruction;
import io.jenkins.plugins.cloudrun.image.dockerfile.builder.AgentBuild;
import io.jenkins.plugins.cloudrun.image.dockerfile.builder.AgentTools;
import io.jenkins.plugins.cloudrun.image.dockerfile.builder.BaseLogin;
import io.jenkins.plugins.cloudrun.image.dockerfile.builder.BuilderChoice;
import io.jenkins.plugins.cloudrun.image.dockerfile.builder.BuiltImage;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Dockerfiles that have to run something: who builds them, and what comes out. */
final class Foreign {
  private final BaseImages bases;
  private final BuildAccess access;
  private final Path work;
  private final Progress progress;
  private final AgentTools tools;

  Foreign(BaseImages bases, BuildAccess access, Path work, Progress progress) {
    this.bases = bases;
    this.access = access;
    this.work = work;
    this.progress = progress;
    this.tools = new AgentTools(System.getenv());
  }

  /**
   * Who builds; the log says why.
   *
   * @throws InvalidValueException if the builder that the request names is not there
   */
  BuilderChoice choose(ImageRequest request, RunInstruction run)
      throws IOException, InterruptedException {
    BuilderChoice choice = BuilderChoice.choose(request.builder(), run, tools);
    progress.line(choice.reason());
    return choice;
  }

  /**
   * Builds with a tool of this agent.
   *
   * @param baseName what the image stands on, if the Dockerfile says it in plain words
   */
  Draft build(
      BuilderChoice.OnAgent choice,
      ImageRequest request,
      Path context,
      Path file,
      Optional<String> baseName,
      Facts facts)
      throws Failure, IOException, InterruptedException {
    Optional<Base> base = baseName.isEmpty() ? Optional.empty() : bases.resolve(baseName.get());
    WorkFolder folder = WorkFolder.in(work);
    try {
      BuiltImage built =
          new AgentBuild(choice.tool(), tools, logins(base), folder.path(), progress::line)
              .run(file, context);
      if (base.isPresent()) {
        built = built.over(base.get());
      }
      ImageDigest digest = built.image().digest();
      Base made =
          built.asBase(
              "what " + choice.tool().kind().command() + " built",
              new ImageReference(request.name(), Optional.empty(), Optional.of(digest)));
      Map<String, String> keys = facts.keys(base);
      ContainerBuildPlan nothing =
          ContainerBuildPlan.builder()
              .setBaseImage(ImageRequest.SCRATCH)
              .setPlatforms(Set.of(new Platform("amd64", "linux")))
              .build();
      return new Draft(
          file.getFileName().toString(),
          ImagePlan.over(nothing, request, keys, facts.created()),
          built.extras(),
          Optional.of(made),
          base,
          keys,
          folder);
    } catch (IOException | InterruptedException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private List<BaseLogin> logins(Optional<Base> base) {
    return base.map(found -> found.reference().name().registry())
        .flatMap(access.keyring()::login)
        .map(login -> List.of(new BaseLogin(login.host(), login.user(), login.secret())))
        .orElse(List.of());
  }
}
