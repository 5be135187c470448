package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * An image of plain files, one layer for each of the request's.
 *
 * <p>Symbolic links are followed: the image holds what they point at, as an ordinary file or
 * folder. One that points nowhere or out of the workspace is an error. Without a mode a file is 755
 * when its owner may execute it and 644 otherwise (on Windows always 644: give a mode there).
 */
final class LayersRecipe implements Recipe {
  /** Holds certificates and time zones and nothing else: for programs that bring everything. */
  static final String BASE = "gcr.io/distroless/static-debian12";

  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final ImageRequest request;
  private final Workspace workspace;
  private final ContentStore store;

  LayersRecipe(ImageRequest request, Workspace workspace, ContentStore store) {
    this.request = request;
    this.workspace = workspace;
    this.store = store;
  }

  @Override
  public Description describe() throws IOException {
    List<FileEntriesLayer> layers = new ArrayList<>();
    for (LayerSource source : request.layers()) {
      layers.add(layer(source).build());
    }
    String what = layers.size() == 1 ? "1 layer of files" : layers.size() + " layers of files";
    return new Description(what, BASE, layers, List.of());
  }

  private Layer layer(LayerSource source) throws IOException {
    Layer layer = new Layer(source.from());
    Path from = workspace.resolve(source.from());
    if (Files.isDirectory(from)) {
      String into = source.into().replaceAll("/+$", "");
      Files.walkFileTree(
          from,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Collector(layer, source, from, into));
    } else if (Files.isRegularFile(from)) {
      String into = source.into();
      String path = into.endsWith("/") ? into + from.getFileName() : into;
      file(layer, source, from, path);
    } else {
      throw new InvalidValueException(
          "layers: there is no file or folder '"
              + workspace.shown(from)
              + "' in the workspace. Check from and context, and that an earlier step made it.");
    }
    if (layer.isEmpty()) {
      throw new InvalidValueException(
          "layers: the folder '" + workspace.shown(from) + "' is empty, nothing would be copied.");
    }
    return layer;
  }

  private void file(Layer layer, LayerSource source, Path file, String path) throws IOException {
    String mode = mode(source);
    if (mode.isEmpty()) {
      mode = !WINDOWS && isExecutable(file) ? Layer.EXECUTABLE : Layer.FILE;
    }
    layer.add(store.keep(file), path, mode, source.owner());
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

  /** Every file and folder below one; the folder itself only when the layer makes it. */
  private final class Collector extends SimpleFileVisitor<Path> {
    private final Layer layer;
    private final LayerSource source;
    private final Path from;
    private final String into;

    Collector(Layer layer, LayerSource source, Path from, String into) {
      this.layer = layer;
      this.source = source;
      this.from = from;
      this.into = into;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      checkLink(folder);
      String mode = folderMode(source);
      if (!folder.equals(from)) {
        layer.add(store.folder(), path(folder), mode, source.owner());
      } else if (!into.isEmpty() && !(source.mode() + source.owner()).isEmpty()) {
        layer.add(store.folder(), into, mode, source.owner());
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isSymbolicLink()) {
        throw new InvalidValueException(
            "layers: the symbolic link '" + workspace.shown(file) + "' points nowhere: remove it.");
      }
      checkLink(file);
      if (attributes.isRegularFile()) {
        file(layer, source, file, path(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof FileSystemLoopException) {
        throw new InvalidValueException(
            "layers: the symbolic link '"
                + workspace.shown(file)
                + "' points at a folder that it is in: remove it.");
      }
      throw failure;
    }

    private void checkLink(Path path) throws IOException {
      if (Files.isSymbolicLink(path)) {
        workspace.inside(path);
      }
    }

    private String path(Path file) {
      return into + "/" + from.relativize(file).toString().replace('\\', '/');
    }
  }
}
