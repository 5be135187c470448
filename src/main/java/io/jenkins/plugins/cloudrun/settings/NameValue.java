package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;

/** One row of a table of names and values. In a Pipeline the whole table is a map. */
public final class NameValue extends AbstractDescribableImpl<NameValue> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final @Nullable String name;
  private final @Nullable String value;

  @DataBoundConstructor
  public NameValue(@Nullable String name, @Nullable String value) {
    this.name = name;
    this.value = value;
  }

  public @Nullable String getName() {
    return name;
  }

  /** As it was given; null only when a Pipeline gave null. */
  public @Nullable String getValue() {
    return value;
  }

  /** What Jenkins knows of a row. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<NameValue> {
    @Override
    public String getDisplayName() {
      return "Name and value";
    }
  }
}
