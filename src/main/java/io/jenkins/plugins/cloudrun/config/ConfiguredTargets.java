package io.jenkins.plugins.cloudrun.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Targets and defaults as an item finds them: from its own folder outwards, the global ones last.
 * The nearest one of a name hides the others.
 */
public final class ConfiguredTargets {
  private static final Logger LOGGER = Logger.getLogger(ConfiguredTargets.class.getName());

  private final CloudRunConfiguration global;

  ConfiguredTargets(CloudRunConfiguration global) {
    this.global = global;
  }

  /** As it is configured now. */
  public static ConfiguredTargets current() {
    return new ConfiguredTargets(ExtensionList.lookupSingleton(CloudRunConfiguration.class));
  }

  /**
   * In the order of their configuration.
   *
   * @param item a job or folder, or null for the global ones alone
   */
  public List<Target> targets(@Nullable Item item) {
    return List.copyOf(each(item, TargetSettings::toTarget).values());
  }

  /** What promotions do unless they say otherwise, by the target. */
  public Map<TargetName, PromotionTerms> promotions(@Nullable Item item) {
    return each(item, TargetSettings::promotion);
  }

  /** What is said nearest, field by field. */
  public Defaults defaults(@Nullable Item item) {
    Defaults found = Defaults.NONE;
    for (CloudRunFolder folder : folders(item)) {
      found = found.or(read(folder.getDefaults()));
    }
    return found.or(read(global.getDefaults()));
  }

  /**
   * Those that cannot be read, because a file was changed by hand, are left out and reported. They
   * hide what is further out all the same: that may lie elsewhere, and ask for less.
   */
  private <T> Map<TargetName, T> each(@Nullable Item item, Function<TargetSettings, T> reading) {
    // Whatever somebody has posted as the configuration of a folder.
    List<Object> all = new ArrayList<>();
    for (CloudRunFolder folder : folders(item)) {
      all.addAll(orNone(folder.getTargets()));
    }
    all.addAll(orNone(global.getTargets()));
    Set<TargetName> seen = new HashSet<>();
    Map<TargetName, T> found = new LinkedHashMap<>();
    for (Object given : all) {
      try {
        TargetSettings target = (TargetSettings) Objects.requireNonNull(given, "an empty element");
        if (seen.add(target.targetName())) {
          found.put(target.toTarget().name(), reading.apply(target));
        }
      } catch (InvalidValueException | ClassCastException | NullPointerException e) {
        LOGGER.log(Level.WARNING, "A target is left out until it is mended: {0}", e.getMessage());
      }
    }
    return found;
  }

  private static Defaults read(@Nullable DefaultsSettings settings) {
    try {
      return settings == null ? Defaults.NONE : settings.toDefaults();
    } catch (InvalidValueException e) {
      LOGGER.log(Level.WARNING, "Defaults are left out until they are mended: {0}", e.getMessage());
      return Defaults.NONE;
    }
  }

  private static List<TargetSettings> orNone(@Nullable List<TargetSettings> targets) {
    return targets == null ? List.of() : targets;
  }

  /** From the inmost one. */
  private static List<CloudRunFolder> folders(@Nullable Item item) {
    List<CloudRunFolder> folders = new ArrayList<>();
    Object around = item instanceof ItemGroup<?> ? item : parent(item);
    while (around instanceof Item inside) {
      if (around instanceof AbstractFolder<?> folder) {
        CloudRunFolder property = folder.getProperties().get(CloudRunFolder.class);
        if (property != null) {
          folders.add(property);
        }
      }
      around = parent(inside);
    }
    return folders;
  }

  private static @Nullable Object parent(@Nullable Item item) {
    return item == null ? null : item.getParent();
  }
}
