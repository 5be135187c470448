package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The accounts of a base image, for owners that are given by name, and what they own. */
public final class ImageAccounts {
  private ImageAccounts() {}

  /**
   * The numbers of an owner, {@code UID:GID}: what a layer has to hold, as whoever unpacks it looks
   * no names up. Reads all layers of the base.
   *
   * @param owner {@code USER}, {@code USER:GROUP} or {@code :GROUP}, each a name or a number
   * @throws InvalidValueException if the image does not know a name
   */
  public static String numbers(String owner, Base base, BaseImages bases)
      throws Failure, IOException, InterruptedException {
    Owner numbers = new Accounts(tree(base, bases)).owner(owner);
    return numbers.uid() + ":" + numbers.gid();
  }

  /**
   * A folder's mode and owner, {@code OCTAL UID:GID}. One that the image does not have gets the
   * user that the image runs as: it is that user who is to write there. Reads all layers.
   *
   * @param path absolute
   * @throws InvalidValueException if the image runs as a user that it does not know
   */
  public static String folder(String path, Base base, BaseImages bases)
      throws Failure, IOException, InterruptedException {
    ImageTree tree = tree(base, bases);
    Optional<LayerEntry> there =
        tree.entry(path).filter(entry -> entry.kind() == LayerEntry.Kind.FOLDER);
    if (there.isPresent()) {
      // A layer's description has no room for setuid, setgid and sticky.
      String mode = Integer.toOctalString(there.get().mode() & 0777);
      return "0".repeat(3 - mode.length())
          + mode
          + " "
          + there.get().uid()
          + ":"
          + there.get().gid();
    }
    String user = base.user();
    Owner owner = user.isEmpty() ? Owner.ROOT : new Accounts(tree).owner(user);
    return "755 " + owner.uid() + ":" + owner.gid();
  }

  /** Accounts are kept while the layers are read: nothing is unpacked. */
  private static ImageTree tree(Base base, BaseImages bases)
      throws Failure, IOException, InterruptedException {
    return new BaseReader(Bases.of(bases), Optional.empty(), Path.of(".")).read(base);
  }
}
