package io.jenkins.plugins.cloudrun.image.lint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.image.ignore.ContextWalk;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import io.jenkins.plugins.cloudrun.image.lint.rule.UserCheck;
import io.jenkins.plugins.cloudrun.image.lint.scan.FileFacts;
import io.jenkins.plugins.cloudrun.image.lint.scan.FileScans;
import io.jenkins.plugins.cloudrun.image.lint.scan.LintCache;
import io.jenkins.plugins.cloudrun.image.lint.scan.ScanFile;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Advice on what is built: {@link #context} before anything is built, {@link #image} on what a
 * build describes itself, before anything is uploaded. Files are looked into once and then only
 * when they have changed.
 */
public final class Lint {
  private static final String REPORT = " report";
  private final LintCache cache;
  private final String subject;
  private final Silences silences;
  private Optional<Read> read = Optional.empty();

  /**
   * @param subject what is built: builds of the same image, such as {@code
   *     europe-docker.pkg.dev/p/r/shop}, share what they remember of files
   */
  public Lint(LintCache cache, String subject, Silences silences) {
    this.cache = cache;
    this.subject = subject;
    this.silences = silences;
  }

  /**
   * On the sources and the Dockerfile. Unless the layers are looked at later, it also says what can
   * be said of the image beforehand.
   *
   * @throws IOException if the folder cannot be read
   */
  public LintReport context(LintContext context) throws IOException, InterruptedException {
    List<Finding> found = new ArrayList<>();
    Set<String> ids = Rules.all().stream().map(Rule::id).collect(Collectors.toSet());
    found.addAll(silences.unknown(ids));
    context.dockerfile().ifPresent(d -> found.addAll(Silences.unknown(d, ids)));
    context
        .dockerfile()
        .ifPresent(d -> Rules.DOCKERFILE.forEach(check -> check.check(d, found::add)));
    ContextView view = view(context);
    Rules.CONTEXT.forEach(check -> check.check(view, found::add));
    if (context.reach() != Reach.LAYERS && context.dockerfile().isPresent()) {
      DockerfileView dockerfile = context.dockerfile().get();
      boolean readsPort = view.facts().stream().anyMatch(FileFacts::readsPort);
      launch(Launch.of(dockerfile, readsPort), found::add);
      user(dockerfile, found::add);
    }
    return report(found, context.dockerfile());
  }

  /** Looks into layers whose image is not known yet: {@link #image} need not do it again. */
  public void read(List<? extends LayerObject> layers) throws IOException, InterruptedException {
    List<LayerObject> objects = List.copyOf(layers);
    read = Optional.of(new Read(objects, layers(objects)));
  }

  private record Read(List<LayerObject> objects, List<ImageView.Layer> layers) {
    boolean isOf(List<LayerObject> others) {
      boolean same = objects.size() == others.size();
      for (int i = 0; same && i < others.size(); i++) {
        same = objects.get(i) == others.get(i);
      }
      return same;
    }
  }

  /**
   * What {@link #image} said of an image that is the same in every byte; empty if that is not
   * remembered, or rules or silences have changed since.
   *
   * @param digest of an image that was not made from a Dockerfile: advice on one may depend on more
   *     than the image
   */
  public Optional<LintReport> recall(ImageDigest digest) {
    return cache.get(subject + REPORT).flatMap(bytes -> ReportFile.read(about(digest), bytes));
  }

  /** Keeps what was said for {@link #recall}. */
  public void remember(ImageDigest digest, LintReport report) {
    try {
      cache.put(subject + REPORT, ReportFile.write(about(digest), report));
    } catch (IOException e) {
      // Too long to be kept: the next build looks again.
    }
  }

  private String about(ImageDigest digest) {
    return Rules.VERSION + " " + digest + "\n" + ImageDigest.of(silences.text().getBytes(UTF_8));
  }

  /** On the layers and the configuration of an image. */
  public LintReport image(LintImage image) throws IOException, InterruptedException {
    Optional<Read> before = read.filter(one -> one.isOf(image.layers()));
    List<ImageView.Layer> layers =
        before.isPresent() ? before.get().layers() : layers(image.layers());
    boolean readsPort =
        layers.stream().anyMatch(l -> l.facts().stream().anyMatch(FileFacts::readsPort));
    Launch launch =
        image
            .dockerfile()
            .map(d -> Launch.of(d, readsPort))
            .orElseGet(
                () ->
                    new Launch(
                        "",
                        0,
                        0,
                        image.env(),
                        Map.of(),
                        image.entrypoint(),
                        image.command(),
                        image.ports(),
                        readsPort));
    Map<String, String> env = new LinkedHashMap<>(image.env());
    List<String> words = new ArrayList<>(image.entrypoint());
    words.addAll(image.command());
    if (image.dockerfile().isPresent()) {
      // What the Dockerfile sets was looked at there, with its lines.
      env.keySet().removeAll(launch.envLines().keySet());
      words.clear();
    }
    ImageView view =
        new ImageView(layers, image.base(), image.user(), env, words, image.dockerfile());
    List<Finding> found = new ArrayList<>();
    launch(launch, found::add);
    Rules.IMAGE.forEach(check -> check.check(view, found::add));
    return report(found, image.dockerfile());
  }

  private static void launch(Launch launch, Consumer<Finding> found) {
    Rules.LAUNCH.forEach(check -> check.check(launch, found));
  }

  /** The user of a base is not known here; its name may tell. */
  private static void user(DockerfileView dockerfile, Consumer<Finding> found) {
    String base = dockerfile.baseOfImage().map(dockerfile::imageOf).orElse("");
    String user =
        dockerfile
            .last("USER")
            .map(Step::text)
            .orElse(base.contains("nonroot") || base.contains("chainguard") ? "nonroot" : "");
    ImageView view =
        new ImageView(List.of(), base, user, Map.of(), List.of(), Optional.of(dockerfile));
    new UserCheck().check(view, found);
  }

  private ContextView view(LintContext context) throws IOException, InterruptedException {
    List<ScanFile> files = new ArrayList<>();
    boolean[] git = {false};
    if (context.reach() != Reach.LAYERS) {
      ContextWalk.of(
          context.folder(),
          context.rules(),
          (path, file, attributes) -> {
            if (path.equals(".git")) {
              git[0] = true;
            } else if (attributes.isRegularFile() && !path.startsWith(".git/")) {
              ScanFile.of(path, file).ifPresent(files::add);
            }
          });
    }
    List<FileFacts> facts = new FileScans(cache, subject + " context").scan(files);
    return new ContextView(
        context.reach(), files, facts, context.ignoreFile(), git[0], context.dockerfile());
  }

  private List<ImageView.Layer> layers(List<LayerObject> objects)
      throws IOException, InterruptedException {
    List<List<ScanFile>> files = new ArrayList<>();
    for (LayerObject object : objects) {
      files.add(files(object));
    }
    List<FileFacts> facts =
        new FileScans(cache, subject + " layers")
            .scan(files.stream().flatMap(List::stream).toList());
    List<ImageView.Layer> layers = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < files.size(); i++) {
      int end = start + files.get(i).size();
      layers.add(
          new ImageView.Layer(objects.get(i).getName(), files.get(i), facts.subList(start, end)));
      start = end;
    }
    return layers;
  }

  private static List<ScanFile> files(LayerObject layer) throws IOException {
    List<ScanFile> files = new ArrayList<>();
    if (layer instanceof FileEntriesLayer described) {
      for (FileEntry entry : described.getEntries()) {
        try {
          ScanFile.of(entry.getExtractionPath().toString(), entry.getSourceFile())
              .ifPresent(files::add);
        } catch (NoSuchFileException e) {
          // The build itself will say so.
        }
      }
    } else if (layer instanceof EntriesLayer described) {
      for (LayerEntry entry : described.entries()) {
        entry.content().ifPresent(content -> files.add(ScanFile.of(entry.path(), content)));
      }
    }
    return files;
  }

  private LintReport report(List<Finding> found, Optional<DockerfileView> dockerfile) {
    List<Finding> kept = found.stream().filter(f -> !silences.silence(f, dockerfile)).toList();
    return new LintReport(kept, 0, found.size() - kept.size());
  }
}
