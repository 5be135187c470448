package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

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

    @POST
    public FormValidation doCheckValue(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @QueryParameter @Nullable String name) {
      return FormCheck.warned(
          item,
          value,
          FormValidation.ok(),
          text -> name == null ? Optional.empty() : Oddities.variable(name, text));
    }
  }
}
