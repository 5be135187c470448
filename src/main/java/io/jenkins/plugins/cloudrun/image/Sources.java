package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.lint.Finding;
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
  HandOver asked(Work work) throws Failure, IOException, InterruptedException {
    ImageRequest request = work.request();
    Path folder = work.workspace().resolve(request.cloud().folder());
    boolean buildpacks = !(request.cloud().function() + request.cloud().baseImage()).isEmpty();
    Path named = folder.resolve(request.dockerfile().isEmpty() ? DOCKERFILE : request.dockerfile());
    boolean docker = !buildpacks && request.cloud().config().isEmpty();
    work.advice()
        .sources(folder, Optional.of(named).filter(file -> docker && Files.isRegularFile(file)));
    return upload(work, folder, request.dockerfile(), buildpacks);
  }

  /** A Dockerfile that nothing on this machine can build. */
  HandOver dockerfile(Work work, Path file) throws Failure, IOException, InterruptedException {
    work.request().checkForCloud();
    Path context = work.workspace().context();
    return upload(work, context, context.relativize(file).toString().replace('\\', '/'), false);
  }

  private HandOver upload(Work work, Path folder, String dockerfile, boolean buildpacks)
      throws Failure, IOException, InterruptedException {
    List<Finding> findings = work.advice().given();
    CloudSource cloud = work.request().cloud();
    Place place = Place.of(work.request().name(), cloud.project(), cloud.region());
    SourceRequest sources =
        new SourceRequest(
            work.workspace().shown(folder),
            dockerfile,
            cloud.config(),
            buildpacks,
            cloud.bucket(),
            place.project().value(),
            place.region().value(),
            access.storageEndpoint());
    UploadedSource uploaded =
        new SourceUpload(access.token(), http, progress::line)
            .run(sources, work.workspace().root(), temporary);
    return new HandOver(uploaded, work.facts().commit().value(), work.tags(), findings);
  }
}
