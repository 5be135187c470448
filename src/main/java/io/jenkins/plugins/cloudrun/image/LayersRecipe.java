package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.jenkins.plugins.cloudrun.image.ignore.ContextWalk;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An image of plain files, one layer for each of the request's. What the context's {@code
 * .dockerignore} names is left out, and what a layer excludes.
 *
 * <p>A symbolic link in a folder stays a link, with its target as it was written: it means in the
 * image what it says there, and nothing behind it is copied. A link that is itself what a layer is
 * made from is followed, within the workspace. Without a mode a file is 755 when its owner may
 * execute it and 644 otherwise (on Windows always 644: give a mode there).
 */
final class LayersRecipe implements Recipe {
  /** Holds certificates and time zones and nothing else: for programs that bring everything. */
  static final String BASE = "gcr.io/distroless/static-debian12";

  private static final String IGNORE_FILE = ".dockerignore";
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final ImageRequest request;
  private final Workspace workspace;

  LayersRecipe(ImageRequest request, Workspace workspace) {
    this.request = request;
    this.workspace = workspace;
  }

  @Override
  public Description describe() throws IOException, InterruptedException {
    IgnoreRules ignored = ignoreFile();
    List<FileEntriesLayer> layers = new ArrayList<>();
    for (LayerSource source : request.layers()) {
      layers.add(layer(source, ignored).build());
    }
    String what =
        (layers.size() == 1 ? "1 layer of files" : layers.size() + " layers of files")
            + (ignored == IgnoreRules.NONE ? "" : " without what " + IGNORE_FILE + " names");
    return new Description(what, BASE, layers, List.of(), List.of(), List.of());
  }

  private IgnoreRules ignoreFile() throws IOException {
    Path file = workspace.resolve(IGNORE_FILE);
    if (!Files.isRegularFile(file)) {
      return IgnoreRules.NONE;
    }
    try {
      return DockerIgnore.parse(Files.readString(file));
    } catch (InvalidValueException e) {
      throw new InvalidValueException(workspace.shown(file) + ", " + e.getMessage());
    }
  }

  private Layer layer(LayerSource source, IgnoreRules ignored)
      throws IOException, InterruptedException {
    Layer layer = new Layer(source.from());
    Path from = workspace.resolve(source.from());
    String name = workspace.context().relativize(from).toString().replace(File.separatorChar, '/');
    if (Files.isDirectory(from)) {
      folder(layer, source, from, new Rules(ignored, own(source), name));
    } else if (Files.isRegularFile(from)) {
      if (ignored.ignores(name, false)) {
        throw leftOut(from);
      }
      String into = source.into();
      String path = into.endsWith("/") ? into + from.getFileName() : into;
      file(layer, source, from.toRealPath(), path);
    } else {
      throw new InvalidValueException(
          "layers: there is no file or folder '"
              + workspace.shown(from)
              + "' in the workspace. Check from and context, and that an earlier step made it.");
    }
    if (layer.isEmpty()) {
      throw emptied(source, from, ignored);
    }
    return layer;
  }

  private void folder(Layer layer, LayerSource source, Path from, Rules rules)
      throws IOException, InterruptedException {
    String into = source.into().replaceAll("/+$", "");
    String mode = folderMode(source);
    if (!into.isEmpty() && !(source.mode() + source.owner()).isEmpty()) {
      layer.add(from.toRealPath(), into, mode, source.owner());
    }
    ContextWalk.of(
        from,
        rules,
        (path, file, attributes) -> {
          if (!attributes.isOther()) {
            above(layer, source, from, path, into);
            entry(layer, source, file, attributes, into + "/" + path);
          }
        });
  }

  /** Folders that are left out while something in them is taken back. */
  private static void above(Layer layer, LayerSource source, Path from, String path, String into) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String folder = path.substring(0, slash);
      if (layer.has(into + "/" + folder)) {
        return;
      }
      layer.add(from.resolve(folder), into + "/" + folder, folderMode(source), source.owner());
    }
  }

  private void entry(
      Layer layer, LayerSource source, Path file, BasicFileAttributes attributes, String path)
      throws IOException {
    if (attributes.isDirectory()) {
      layer.add(file, path, folderMode(source), source.owner());
    } else if (attributes.isSymbolicLink()) {
      layer.add(file, path, Layer.LINK, source.owner());
    } else {
      file(layer, source, file, path);
    }
  }

  private static void file(Layer layer, LayerSource source, Path file, String path)
      throws IOException {
    String mode = mode(source);
    if (mode.isEmpty()) {
      mode = !WINDOWS && isExecutable(file) ? Layer.EXECUTABLE : Layer.FILE;
    }
    layer.add(file, path, mode, source.owner());
  }

  private static boolean isExecutable(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private static String mode(LayerSource source) {
    String mode = source.mode();
    return mode.length() == 4 ? mode.substring(1) : mode;
  }

  /** Who may read a folder's files may also enter it. */
  private static String folderMode(LayerSource source) {
    String mode = mode(source);
    if (mode.isEmpty()) {
      return Layer.FOLDER;
    }
    int bits = Integer.parseInt(mode, 8);
    return String.format(Locale.ROOT, "%03o", bits | ((bits & 0444) >> 2));
  }

  private static IgnoreRules own(LayerSource source) {
    try {
      return source.exclude().isEmpty() ? IgnoreRules.NONE : DockerIgnore.of(source.exclude());
    } catch (InvalidValueException e) {
      throw new InvalidValueException("layers.exclude: " + e.getMessage());
    }
  }

  private InvalidValueException leftOut(Path from) {
    return new InvalidValueException(
        "layers: '"
            + workspace.shown(from)
            + "' is left out by "
            + IGNORE_FILE
            + ": take it back there with a line that begins with '!'.");
  }

  private InvalidValueException emptied(LayerSource source, Path from, IgnoreRules ignored)
      throws IOException {
    try (var files = Files.list(from)) {
      if (files.findAny().isEmpty()) {
        return new InvalidValueException(
            "layers: the folder '"
                + workspace.shown(from)
                + "' is empty, nothing would be copied.");
      }
    }
    boolean both = !source.exclude().isEmpty() && ignored != IgnoreRules.NONE;
    return new InvalidValueException(
        "layers: nothing is left of the folder '"
            + workspace.shown(from)
            + "' after "
            + (both
                ? "exclude and " + IGNORE_FILE
                : source.exclude().isEmpty() ? IGNORE_FILE : "exclude")
            + ": narrow the patterns there.");
  }

  /**
   * Both kinds of rules over one folder.
   *
   * @param ignored with paths from the context on
   * @param own with paths from the folder on
   * @param folder relative to the context; empty for the context itself
   */
  private record Rules(IgnoreRules ignored, IgnoreRules own, String folder) implements IgnoreRules {
    @Override
    public boolean ignores(String path, boolean isFolder) throws IOException {
      return own.ignores(path, isFolder) || ignored.ignores(fromContext(path), isFolder);
    }

    @Override
    public boolean prunes(String path) throws IOException {
      return (own.ignores(path, true) && own.prunes(path))
          || (ignored.ignores(fromContext(path), true) && ignored.prunes(fromContext(path)));
    }

    private String fromContext(String path) {
      return folder.isEmpty() ? path : folder + "/" + path;
    }
  }
}
