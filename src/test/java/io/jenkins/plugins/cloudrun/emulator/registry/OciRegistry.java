package io.jenkins.plugins.cloudrun.emulator.registry;

import io.jenkins.plugins.cloudrun.emulator.Registry;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import io.jenkins.plugins.cloudrun.emulator.loopback.Loopback;
import io.jenkins.plugins.cloudrun.emulator.loopback.PlainTextPort;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * An OCI distribution registry on loopback that behaves like Artifact Registry: it gives tokens for
 * access tokens, and images live in repositories that somebody has made before. What is stored
 * stays in its folder.
 */
public final class OciRegistry implements Registry, AutoCloseable {
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Rules rules = new Rules();
  private final Storage storage;
  private final Access access;
  private final Manifests manifests;
  private final Operations operations;
  private final Loopback server;
  private final PlainTextPort front;

  private OciRegistry(Path folder, int port, Tokens tokens, Clock clock) throws IOException {
    storage = new Storage(folder);
    access = new Access(tokens, clock);
    manifests = new Manifests(storage);
    operations = new Operations(storage, manifests, access, rules);
    server = Loopback.start("registry", 0, this::handle);
    try {
      InetSocketAddress behind = new InetSocketAddress("127.0.0.1", server.port());
      front = PlainTextPort.before(port, behind);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Starts a registry.
   *
   * @param folder of its data; made if it is not there, kept afterwards
   * @param port 0 for any that is free
   * @param tokens knows the access tokens
   * @param clock by which the registry's own tokens expire, after 300 s
   */
  public static OciRegistry start(Path folder, int port, Tokens tokens, Clock clock)
      throws IOException {
    return new OciRegistry(folder, port, tokens, clock);
  }

  public URI uri() {
    return URI.create("http://" + host());
  }

  /** Host and port, the first segment of the images' names. */
  public String host() {
    return "127.0.0.1:" + front.port();
  }

  public Faults faults() {
    return faults;
  }

  public Journal journal() {
    return journal;
  }

  public Rules rules() {
    return rules;
  }

  /**
   * Makes a repository, if it is not there.
   *
   * @param name {@code PROJECT/REPOSITORY}
   */
  public OciRegistry createRepository(String name) throws IOException {
    ImagePath image = parsed(name + "/image");
    if (!name.equals(image.project() + "/" + image.repository())) {
      throw new IllegalArgumentException("A repository is PROJECT/REPOSITORY, not " + name);
    }
    storage.create(image.project(), image.repository());
    return this;
  }

  /** Takes the right to push from an account. */
  public OciRegistry denyUploads(String email) {
    access.deny(email, true);
    return this;
  }

  /** Answers as Artifact Registry does where its API is off, or again as where it is on. */
  public OciRegistry switchOff(boolean off) {
    access.switchOff(off);
    return this;
  }

  /** Takes the right to pull from an account. */
  public OciRegistry denyDownloads(String email) {
    access.deny(email, false);
    return this;
  }

  /**
   * Stores a blob in process.
   *
   * @param repository the path of the image without the host
   * @return the digest
   */
  public String addBlob(String repository, InputStream content) throws IOException {
    return storage.add(existing(repository), content);
  }

  /**
   * Stores a manifest in process, by the rules for those that are pushed.
   *
   * @param reference a tag or the digest
   * @throws IllegalArgumentException if a push would be refused
   */
  public Manifest addManifest(String repository, String reference, String mediaType, String content)
      throws IOException {
    try {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      return manifests.put(existing(repository), reference, mediaType, bytes);
    } catch (OciError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public boolean serves(String host) {
    return host.equals(host()) || host.equals("localhost:" + front.port());
  }

  @Override
  public Optional<Manifest> manifest(String repository, String tagOrDigest) {
    return storage.manifest(parsed(repository), tagOrDigest);
  }

  @Override
  public InputStream blob(String repository, String digest) throws IOException {
    Optional<Path> file =
        Digests.isValid(digest) ? storage.blob(parsed(repository), digest) : Optional.empty();
    if (file.isEmpty()) {
      throw new FileNotFoundException(repository + " has no blob " + digest);
    }
    return Files.newInputStream(file.get());
  }

  @Override
  public void close() {
    try {
      front.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      server.close();
    }
  }

  private ImagePath existing(String repository) {
    ImagePath image = parsed(repository);
    if (!storage.exists(image)) {
      throw new IllegalArgumentException("Repository \"" + image.repository() + "\" not found");
    }
    return image;
  }

  private static ImagePath parsed(String repository) {
    try {
      return ImagePath.parse(repository);
    } catch (OciError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void handle(Call call) throws IOException {
    call.with("Docker-Distribution-Api-Version", "registry/2.0");
    Route route;
    try {
      route = Route.of(call);
    } catch (OciError e) {
      e.answer().send(call);
      return;
    }
    int status = 0;
    try {
      Optional<Answer> answer = answer(route, call);
      if (answer.isPresent()) {
        status = answer.get().status();
      }
      // Before the answer, so that whoever has the answer finds the entry.
      record(route, call, status);
      if (answer.isPresent()) {
        answer.get().send(call);
      } else {
        call.cut();
      }
    } catch (CutException e) {
      record(route, call, 0);
      call.cut();
    }
  }

  private void record(Route route, Call call, int status) {
    journal.add(new Journal.Entry(route.kind(), call.method(), call.path(), status));
  }

  /** The answer; empty if it shall be lost. */
  private Optional<Answer> answer(Route route, Call call) throws IOException {
    try {
      Optional<Answer> challenge = challenge(route, call);
      if (challenge.isPresent()) {
        return challenge;
      }
      operations.admit(route, call);
      Faults.Outcome outcome = faults.next(route.kind());
      pause(route.kind());
      if (outcome.answer().isPresent()) {
        return outcome.answer();
      }
      Answer answer = operations.serve(route, call, outcome.body(call.body()));
      return outcome.lost() ? Optional.empty() : Optional.of(answer);
    } catch (OciError e) {
      return Optional.of(e.answer());
    }
  }

  /** What a request without a good token gets. */
  private Optional<Answer> challenge(Route route, Call call) {
    if (route.kind() == RequestKind.TOKEN || access.isKnown(call)) {
      return Optional.empty();
    }
    String scope =
        route.image().map(image -> ",scope=\"repository:" + image + ":pull,push\"").orElse("");
    String header = "Bearer realm=\"" + uri() + "/v2/token\",service=\"" + host() + "\"" + scope;
    return Optional.of(
        new OciError(401, "UNAUTHORIZED", "authentication required")
            .answer()
            .with("Www-Authenticate", header));
  }

  private void pause(RequestKind kind) throws IOException {
    try {
      Thread.sleep(faults.delay(kind).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
