package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.source.SourceRequest;
import io.jenkins.plugins.cloudrun.image.source.SourceUpload;
import io.jenkins.plugins.cloudrun.image.source.UploadedSource;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Brings sources to where Cloud Build finds them. */
final class Sources {
  private static final String DOCKERFILE = "Dockerfile";

  private final BuildAccess access;
  private final Path temporary;
  private final HttpClient.Builder http;
  private final Progress progress;

  Sources(BuildAccess access, Path temporary, HttpClient.Builder http, Progress progress) {
    this.access = access;
    this.temporary = temporary;
    this.http = http;
    this.progress = progress;
  }

  /** The folder that the request names, for buildpacks, its Dockerfile or its configuration. */
  HandOver asked(
      ImageRequest request, Workspace workspace, Facts facts, List<String> tags, Advice advice)
      throws Failure, IOException, InterruptedException {
    Path folder = workspace.resolve(request.cloud().folder());
    boolean buildpacks = !(request.cloud().function() + request.cloud().baseImage()).isEmpty();
    Path named = folder.resolve(request.dockerfile().isEmpty() ? DOCKERFILE : request.dockerfile());
    boolean docker = !buildpacks && request.cloud().config().isEmpty();
    advice.sources(folder, Optional.of(named).filter(file -> docker && Files.isRegularFile(file)));
    return upload(
        request, workspace, folder, request.dockerfile(), buildpacks, facts, tags, advice);
  }

  /** A Dockerfile that nothing on this machine can build. */
  HandOver dockerfile(
      ImageRequest request,
      Workspace workspace,
      Path file,
      Facts facts,
      List<String> tags,
      Advice advice)
      throws Failure, IOException, InterruptedException {
    String relative = workspace.context().relativize(file).toString().replace('\\', '/');
    return upload(request, workspace, workspace.context(), relative, false, facts, tags, advice);
  }

  private HandOver upload(
      ImageRequest request,
      Workspace workspace,
      Path folder,
      String dockerfile,
      boolean buildpacks,
      Facts facts,
      List<String> tags,
      Advice advice)
      throws Failure, IOException, InterruptedException {
    var findings = advice.given();
    Place place = Place.of(request.name(), request.cloud().project(), request.cloud().region());
    SourceRequest sources =
        new SourceRequest(
            workspace.shown(folder),
            dockerfile,
            request.cloud().config(),
            buildpacks,
            request.cloud().bucket(),
            place.project().value(),
            place.region().value(),
            access.storageEndpoint());
    UploadedSource uploaded =
        new SourceUpload(access.token(), http, progress::line)
            .run(sources, workspace.root(), temporary);
    return new HandOver(uploaded, facts.commit().value(), tags, findings);
  }
}
