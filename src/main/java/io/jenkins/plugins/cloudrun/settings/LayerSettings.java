package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.image.LayerSource;
import java.io.Serializable;
import java.util.List;
import net.sf.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** A layer of plain files: {@code [from: 'dist', into: '/srv']}. */
public final class LayerSettings extends AbstractDescribableImpl<LayerSettings>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final @Nullable String from;
  private final @Nullable String into;
  private @Nullable String mode;
  private @Nullable String owner;
  private @Nullable List<String> exclude;

  @DataBoundConstructor
  public LayerSettings(@Nullable String from, @Nullable String into) {
    this.from = Given.text(from);
    this.into = Given.text(into);
  }

  public @Nullable String getFrom() {
    return from;
  }

  public @Nullable String getInto() {
    return into;
  }

  public @Nullable String getMode() {
    return mode;
  }

  @DataBoundSetter
  public void setMode(@Nullable String mode) {
    this.mode = Given.text(mode);
  }

  public @Nullable String getOwner() {
    return owner;
  }

  @DataBoundSetter
  public void setOwner(@Nullable String owner) {
    this.owner = Given.text(owner);
  }

  public @Nullable List<String> getExclude() {
    return exclude;
  }

  @DataBoundSetter
  public void setExclude(@Nullable List<String> exclude) {
    this.exclude = Given.list(exclude);
  }

  /** For the form: one line each. */
  public @Nullable String getExcludeText() {
    return Given.lines(exclude);
  }

  LayerSource toLayer(Parameters read) {
    return new LayerSource(
        read.text(from).orElse(""),
        read.text(into).orElse(""),
        read.text(mode).orElse(""),
        read.text(owner).orElse(""),
        read.list("layers.exclude", exclude));
  }

  /** What Jenkins knows of a layer. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<LayerSettings> {
    @Override
    public String getDisplayName() {
      return "Layer";
    }

    @Override
    public LayerSettings newInstance(@Nullable StaplerRequest2 request, JSONObject form)
        throws FormException {
      LayerSettings layer = super.newInstance(request, form);
      if (form.get("excludeText") instanceof String text) {
        layer.setExclude(SettingsDescriptor.lines(text));
      }
      return layer;
    }

    @POST
    public FormValidation doCheckFrom(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(
          item, value, "Name a file or folder, such as dist.", text -> new LayerSource(text, "/"));
    }

    @POST
    public FormValidation doCheckInto(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(
          item,
          value,
          "Name a folder of the image, such as /srv.",
          text -> new LayerSource(".", text));
    }

    @POST
    public FormValidation doCheckMode(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> new LayerSource(".", "/", text, ""));
    }

    @POST
    public FormValidation doCheckOwner(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> new LayerSource(".", "/", "", text));
    }
  }
}
