package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The accounts of a base image, for owners that are given by name. */
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
    // Accounts are kept while the layers are read: nothing is unpacked.
    BaseReader reader = new BaseReader(Bases.of(bases), Optional.empty(), Path.of("."));
    Owner numbers = new Accounts(reader.read(base)).owner(owner);
    return numbers.uid() + ":" + numbers.gid();
  }
}
