package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.FileContent;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Puts files into an image as {@code COPY} and {@code ADD} do: of a folder what is in it, of a link
 * that is named what it leads to, links in folders as they are.
 *
 * @param from where sources are looked for
 * @param sources patterns or paths; at least one unless there are texts
 * @param destination absolute; a slash at its end makes it a folder
 * @param owner of everything that is made; empty keeps owners of an image's files
 * @param mode of files and of folders in folders; empty keeps theirs
 * @param exclude patterns relative to each source
 * @param parents whether the folders of a source's own path are made, too
 * @param unpacks whether archives are unpacked, as {@code ADD} does
 * @param work a folder of this build for what is unpacked
 */
record Copy(
    FileTree from,
    List<String> sources,
    String destination,
    Optional<Owner> owner,
    OptionalInt mode,
    IgnoreRules exclude,
    boolean parents,
    boolean unpacks,
    Path work) {
  private static final int SET_ID = 06000;

  void into(ImageTree image, LayerBuilder layer) throws IOException, InterruptedException {
    List<Found> all = new ArrayList<>();
    for (String source : sources) {
      List<Found> found = find(source);
      if (found.isEmpty()) {
        throw new InvalidValueException(
            "there is no '"
                + source
                + "' in "
                + (from.hasOwners() ? "the image or stage to copy from" : "the context")
                + (from.hasOwners() ? "." : ", or an ignore file leaves it out."));
      }
      all.addAll(found);
    }
    boolean folder = destination.endsWith("/");
    if (all.size() > 1 && !folder && !intoFolder(image)) {
      throw new InvalidValueException(
          "several files go to '" + destination + "': write a slash at its end.");
    }
    for (Found found : all) {
      copy(found, folder, image, layer);
    }
  }

  /** Whether the destination is a folder: by its slash, or because it is there. */
  boolean intoFolder(ImageTree image) throws IOException {
    return destination.endsWith("/") || isFolder(image, destination);
  }

  /** Puts content that no tree has: a here-document, or a download. */
  void text(String name, int usualMode, Content content, ImageTree image, LayerBuilder layer)
      throws IOException {
    String target =
        intoFolder(image) ? TreePath.child(TreePath.clean(destination), name) : destination;
    LayerEntry file = Entries.file("/", mode.orElse(usualMode), content);
    put(file, TreePath.clean(target), image, layer);
  }

  /**
   * @param path as it was found
   * @param real with links followed
   * @param below where it goes below the destination: its name, or with --parents more
   */
  private record Found(String path, String real, LayerEntry entry, String below) {}

  private List<Found> find(String source) throws IOException {
    List<Found> found = new ArrayList<>();
    int pivot = parents ? source.indexOf("/./") : -1;
    String start = pivot < 0 ? "/" : TreePath.clean(source.substring(0, pivot));
    for (String path : new Sources(from).find(source)) {
      String real = TreePath.real(from, path);
      Optional<LayerEntry> entry = from.entry(real);
      String name = TreePath.name(path);
      if (entry.isEmpty()) {
        throw new InvalidValueException(
            "'" + path.substring(1) + "' is a link that leads nowhere, or out of the context.");
      }
      if (name.isEmpty() || !exclude.ignores(name, false)) {
        String below = start.equals("/") ? path.substring(1) : path.substring(start.length() + 1);
        found.add(new Found(path, real, entry.get(), parents ? below : name));
      }
    }
    return found;
  }

  private void copy(Found found, boolean folder, ImageTree image, LayerBuilder layer)
      throws IOException, InterruptedException {
    String base = TreePath.clean(destination);
    if (found.entry().kind() == LayerEntry.Kind.FOLDER) {
      String target = parents ? TreePath.clean(base + "/" + found.below()) : base;
      String real = layer.folder(target, owner.orElse(Owner.ROOT));
      contents(found.real(), "", real, image, layer);
      return;
    }
    Content content = found.entry().content().orElse(null);
    if (unpacks && content instanceof FileContent file && Archives.isTar(file.path())) {
      unpack(file, layer.folder(base, owner.orElse(Owner.ROOT)), image, layer);
      return;
    }
    String target =
        folder || parents || isFolder(image, destination)
            ? TreePath.clean(base + "/" + found.below())
            : base;
    put(chmod(found.entry()), target, image, layer);
  }

  private void contents(
      String folder, String below, String target, ImageTree image, LayerBuilder layer)
      throws IOException, InterruptedException {
    for (String name : from.names(folder)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while reading files to copy");
      }
      String path = TreePath.child(folder, name);
      LayerEntry entry = from.entry(path).orElseThrow();
      String relative = below.isEmpty() ? name : below + "/" + name;
      boolean isFolder = entry.kind() == LayerEntry.Kind.FOLDER;
      boolean excluded = exclude.ignores(relative, isFolder);
      String into = TreePath.child(target, name);
      if (!excluded) {
        into = putBelow(chmod(entry), into, image, layer);
      }
      if (isFolder && !(excluded && exclude.prunes(relative))) {
        contents(path, relative, into, image, layer);
      }
    }
  }

  /** Of a folder, where what is in it goes: a link to a folder may stand there. */
  private String putBelow(LayerEntry entry, String path, ImageTree image, LayerBuilder layer)
      throws IOException {
    String real = path;
    if (entry.kind() == LayerEntry.Kind.FOLDER && isFolder(image, path)) {
      real = TreePath.real(image, path);
    }
    layer.put(owned(Entries.at(entry, real)));
    return real;
  }

  private void put(LayerEntry entry, String path, ImageTree image, LayerBuilder layer)
      throws IOException {
    String parent = layer.folder(TreePath.parent(path), owner.orElse(Owner.ROOT));
    layer.put(owned(Entries.at(entry, TreePath.child(parent, TreePath.name(path)))));
  }

  private LayerEntry owned(LayerEntry entry) {
    if (owner.isPresent()) {
      return Entries.owned(entry, owner.get());
    }
    return from.hasOwners() ? entry : Entries.owned(entry, Owner.ROOT);
  }

  private LayerEntry chmod(LayerEntry entry) {
    if (entry.kind() == LayerEntry.Kind.SYMBOLIC_LINK) {
      return entry;
    }
    if (mode.isPresent()) {
      return Entries.withMode(entry, mode.getAsInt());
    }
    return from.hasOwners() ? entry : Entries.withMode(entry, entry.mode() & ~SET_ID);
  }

  /** Owners, modes and times are the archive's. */
  private void unpack(FileContent archive, String target, ImageTree image, LayerBuilder layer)
      throws IOException {
    ImageTree unpacked = new ImageTree();
    ArchiveFiles files =
        new ArchiveFiles(archive::path, archive.identity(), archive.isSettled(), work);
    LayerReader.read(files, unpacked);
    for (LayerEntry entry : unpacked.all()) {
      String path = TreePath.clean(target + "/" + entry.path());
      String real = TreePath.realParent(image, path);
      if (entry.kind() == LayerEntry.Kind.FOLDER && isFolder(image, path)) {
        real = TreePath.real(image, path);
      }
      if (!real.equals("/")) {
        layer.put(Entries.at(entry, real));
      }
    }
  }

  private static boolean isFolder(ImageTree image, String path) throws IOException {
    return image
        .entry(TreePath.real(image, TreePath.clean(path)))
        .map(entry -> entry.kind() == LayerEntry.Kind.FOLDER)
        .orElse(false);
  }
}
