package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.ImageAccounts;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns names of owners into numbers: a container runtime goes by the numbers of a layer alone, and
 * a name would silently mean root. Names are those of the base image, which is read for them once,
 * and so are owners and modes of the folders of the base that the layers repeat.
 */
final class NamedOwners {
  private static final Pattern NUMBERS = Pattern.compile("[0-9]*(?::[0-9]+)?");

  private final Optional<Base> base;
  private final BaseImages bases;
  private final Map<String, String> known = new HashMap<>();

  NamedOwners(Optional<Base> base, BaseImages bases) {
    this.base = base;
    this.bases = bases;
  }

  /** Whether owners are numbers already, so that the base does not matter. */
  static boolean needsNone(Recipe.Description description) {
    return description.baseFolders().isEmpty()
        && description.layers().stream().noneMatch(NamedOwners::isNamed);
  }

  private static boolean isNamed(FileEntriesLayer layer) {
    return layer.getEntries().stream()
        .anyMatch(entry -> !NUMBERS.matcher(entry.getOwnership()).matches());
  }

  /**
   * @throws InvalidValueException if the base does not know a name
   */
  Recipe.Description numbered(Recipe.Description description)
      throws Failure, IOException, InterruptedException {
    List<FileEntry> folders = new ArrayList<>();
    if (base.isPresent()) {
      for (BaseFolder folder : description.baseFolders()) {
        folders.add(asInBase(folder, base.get()));
      }
    }
    List<FileEntriesLayer> layers = new ArrayList<>();
    for (FileEntriesLayer layer : description.layers()) {
      FileEntriesLayer done = isNamed(layer) ? numbered(layer) : layer;
      layers.add(folders.isEmpty() ? done : below(folders, done));
    }
    return description.with(layers);
  }

  private FileEntry asInBase(BaseFolder folder, Base from)
      throws Failure, IOException, InterruptedException {
    String found =
        bases.fact(
            from,
            "folder " + folder.path(),
            () -> ImageAccounts.folder(folder.path(), from, bases));
    String[] modeAndOwner = found.split(" ", -1);
    return new FileEntry(
        folder.like(),
        AbsoluteUnixPath.get(folder.path()),
        FilePermissions.fromOctalString(modeAndOwner[0]),
        FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
        modeAndOwner[1]);
  }

  /** The folders come first: of two entries with one path the first stays. */
  private static FileEntriesLayer below(List<FileEntry> folders, FileEntriesLayer layer) {
    List<FileEntry> entries = new ArrayList<>(folders);
    entries.addAll(layer.getEntries());
    return FileEntriesLayer.builder().setName(layer.getName()).setEntries(entries).build();
  }

  private FileEntriesLayer numbered(FileEntriesLayer layer)
      throws Failure, IOException, InterruptedException {
    List<FileEntry> entries = new ArrayList<>();
    for (FileEntry entry : layer.getEntries()) {
      entries.add(
          new FileEntry(
              entry.getSourceFile(),
              entry.getExtractionPath(),
              entry.getPermissions(),
              entry.getModificationTime(),
              numbers(entry.getOwnership())));
    }
    return FileEntriesLayer.builder().setName(layer.getName()).setEntries(entries).build();
  }

  private String numbers(String owner) throws Failure, IOException, InterruptedException {
    if (NUMBERS.matcher(owner).matches()) {
      return owner;
    }
    String found = known.get(owner);
    if (found == null) {
      found = lookedUp(owner);
      known.put(owner, found);
    }
    return found;
  }

  private String lookedUp(String owner) throws Failure, IOException, InterruptedException {
    if (base.isEmpty()) {
      throw new InvalidValueException(
          "layers.owner '"
              + owner
              + "': an image from scratch knows no names of users and groups: give numbers.");
    }
    try {
      return bases.fact(
          base.get(), "owner " + owner, () -> ImageAccounts.numbers(owner, base.get(), bases));
    } catch (InvalidValueException e) {
      throw new InvalidValueException("layers.owner '" + owner + "': " + e.getMessage());
    }
  }
}
