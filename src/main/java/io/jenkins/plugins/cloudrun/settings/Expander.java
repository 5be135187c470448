package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.platform.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What settings are read with. Replaces variables such as {@code $BUILD_NUMBER} in a text: only
 * builders expand, a Pipeline has Groovy for that. Knows the targets and defaults of the item that
 * the settings are read for.
 */
@FunctionalInterface
public interface Expander {
  /** Leaves every text as it is, and knows no targets. */
  Expander NONE = text -> text;

  String expand(String text);

  /** The targets that may be named, in their order. */
  default List<Target> targets() {
    return List.of();
  }

  /** What holds where neither the settings nor their target say anything. */
  default Defaults defaults() {
    return Defaults.NONE;
  }

  /** The same, with the targets and defaults that an item has now. */
  default Expander in(@Nullable Item item) {
    return new InItem(this, Platform.get().targets(item), Platform.get().defaults(item));
  }

  /**
   * An expander with the targets of an item.
   *
   * @param text replaces variables
   */
  record InItem(Expander text, List<Target> targets, Defaults defaults) implements Expander {
    @Override
    public String expand(String given) {
      return text.expand(given);
    }
  }
}
