package io.jenkins.plugins.cloudrun.image.source;

import io.jenkins.plugins.cloudrun.image.ignore.GcloudIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The agent's part of a build by Cloud Build: packs the sources and brings them to Cloud Storage.
 * What was uploaded once is not uploaded again.
 */
public final class SourceUpload {
  private final RegistryToken token;
  private final HttpClient.Builder http;
  private final Consumer<String> progress;
  private final Duration pause;
  private final int piece;

  /**
   * @param token short-lived; goes to the endpoint of the request alone
   * @param http with the proxy that applies on the agent
   * @param progress gets one line per change
   */
  public SourceUpload(RegistryToken token, HttpClient.Builder http, Consumer<String> progress) {
    this(token, http, progress, Duration.ofMillis(500), ResumableUpload.PIECE);
  }

  /** For tests: shorter pauses, smaller pieces. */
  SourceUpload(
      RegistryToken token,
      HttpClient.Builder http,
      Consumer<String> progress,
      Duration pause,
      int piece) {
    this.token = token;
    this.http = http;
    this.progress = progress;
    this.pause = pause;
    this.piece = piece;
  }

  /**
   * Packs and uploads.
   *
   * @param workspace that the request's folder is relative to
   * @param temporary a folder for the archive, which is deleted in the end; created when missing
   * @throws InvalidValueException when the sources are not what the request says
   * @throws Failure when Cloud Storage refuses, or does not answer for long
   */
  public UploadedSource run(SourceRequest request, Path workspace, Path temporary)
      throws Failure, IOException, InterruptedException {
    Path folder = folder(request, workspace);
    IgnoreRules rules = GcloudIgnore.read(folder);
    UploadedSource.Kind kind = kind(request, folder);
    String dockerfile = "";
    String config = "";
    if (kind == UploadedSource.Kind.CONFIG) {
      config = config(file(folder, request.config(), "cloudBuildConfig"), request.config());
    } else if (kind == UploadedSource.Kind.DOCKERFILE) {
      dockerfile = request.dockerfile().isEmpty() ? "Dockerfile" : request.dockerfile();
      Path unused = file(folder, dockerfile, "dockerfile");
      checkKept(rules, dockerfile);
    }
    Files.createDirectories(temporary);
    Path target = Files.createTempFile(temporary, "source", ".tgz");
    try {
      SourceArchive archive = SourceArchive.pack(folder, rules, target);
      if (archive.files() == 0) {
        throw new InvalidValueException(
            "There is nothing to build: "
                + request.folder()
                + " holds no file"
                + (archive.leftOut() == 0 ? "." : " that .gcloudignore does not leave out."));
      }
      progress.accept(archive.summary());
      boolean described =
          kind == UploadedSource.Kind.BUILDPACKS
              && Files.isRegularFile(folder.resolve(UploadedSource.DESCRIPTOR))
              && !rules.ignores(UploadedSource.DESCRIPTOR, false);
      String descriptor = described ? UploadedSource.DESCRIPTOR : "";
      return upload(request, archive, kind, dockerfile, config, descriptor);
    } finally {
      Files.deleteIfExists(target);
    }
  }

  private UploadedSource upload(
      SourceRequest request,
      SourceArchive archive,
      UploadedSource.Kind kind,
      String dockerfile,
      String config,
      String descriptor)
      throws Failure, IOException, InterruptedException {
    StorageCalls calls = new StorageCalls(http, request.endpoint(), token.text());
    Persistence persistence = new Persistence(pause, progress);
    String bucket = request.bucketName();
    String object = "source/" + archive.sha256() + ".tgz";
    new SourceBucket(calls, request, persistence, progress).prepare();
    ResumableUpload upload =
        new ResumableUpload(calls, persistence, bucket, object, archive, piece, progress);
    OptionalLong existing = upload.existing();
    long generation = existing.isPresent() ? existing.getAsLong() : upload.run();
    progress.accept(
        (existing.isPresent() ? "Already uploaded: gs://" : "Uploaded to gs://")
            + bucket
            + "/"
            + object);
    return new UploadedSource(
        bucket,
        object,
        generation,
        kind,
        dockerfile,
        config,
        descriptor,
        archive.files(),
        archive.bytes(),
        existing.isEmpty());
  }

  private static UploadedSource.Kind kind(SourceRequest request, Path folder) {
    if (!request.config().isEmpty()) {
      return UploadedSource.Kind.CONFIG;
    }
    boolean docker =
        !request.buildpacks()
            && (!request.dockerfile().isEmpty()
                || Files.isRegularFile(folder.resolve("Dockerfile")));
    return docker ? UploadedSource.Kind.DOCKERFILE : UploadedSource.Kind.BUILDPACKS;
  }

  private static Path folder(SourceRequest request, Path workspace) throws IOException {
    Path folder = workspace.resolve(request.folder()).normalize();
    if (!Files.isDirectory(folder)) {
      throw new InvalidValueException(
          "source '" + request.folder() + "' is not a folder of the workspace.");
    }
    return inside(workspace.toRealPath(), folder, "source '" + request.folder() + "'");
  }

  private static Path file(Path folder, String path, String parameter) throws IOException {
    Path file = folder.resolve(path).normalize();
    if (!Files.isRegularFile(file)) {
      throw new InvalidValueException(parameter + " '" + path + "' is not a file of the sources.");
    }
    return inside(folder, file, parameter + " '" + path + "'");
  }

  /** Links may not lead out: a Jenkinsfile decides neither what of the agent is read. */
  private static Path inside(Path root, Path path, String what) throws IOException {
    Path real = path.toRealPath();
    if (!real.startsWith(root)) {
      throw new InvalidValueException(what + " is a link that leads out of the workspace.");
    }
    return real;
  }

  private static void checkKept(IgnoreRules rules, String path) throws IOException {
    String plain = Path.of(path).normalize().toString().replace('\\', '/');
    boolean kept = !rules.ignores(plain, false);
    for (int slash = plain.indexOf('/'); slash > 0; slash = plain.indexOf('/', slash + 1)) {
      String folder = plain.substring(0, slash);
      kept = kept && !(rules.ignores(folder, true) && rules.prunes(folder));
    }
    if (!kept) {
      throw new InvalidValueException(
          "The sources' ignore file leaves out "
              + path
              + ", which Cloud Build needs: add the line !"
              + path
              + " to .gcloudignore.");
    }
  }

  private static String config(Path file, String shown) throws IOException {
    if (Files.size(file) > UploadedSource.MOST_CONFIG) {
      throw new InvalidValueException(
          "cloudBuildConfig '" + shown + "' is larger than 1 MiB: it is no build configuration.");
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      if (!text.isBlank()) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw new InvalidValueException("cloudBuildConfig '" + shown + "' is not UTF-8 text.");
    }
    throw new InvalidValueException("cloudBuildConfig '" + shown + "' is empty.");
  }
}
