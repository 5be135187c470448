package io.jenkins.plugins.cloudrun.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Targets and defaults for the jobs in a folder. Where Google's services are and whether the
 * controller's own credentials may be used is not for a folder to say.
 */
public final class CloudRunFolder extends AbstractFolderProperty<AbstractFolder<?>> {
  private @Nullable List<TargetSettings> targets;
  private @Nullable DefaultsSettings defaults;

  @DataBoundConstructor
  public CloudRunFolder() {}

  public @Nullable List<TargetSettings> getTargets() {
    return targets;
  }

  @DataBoundSetter
  public void setTargets(@Nullable List<TargetSettings> targets) {
    this.targets = TargetList.checked(targets);
  }

  public @Nullable DefaultsSettings getDefaults() {
    return defaults;
  }

  @DataBoundSetter
  public void setDefaults(@Nullable DefaultsSettings defaults) {
    this.defaults = DefaultsSettings.checked(defaults);
  }

  /** What Jenkins knows of the property. */
  @Extension
  @Symbol("cloudRun")
  public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run";
    }

    /** Every kind of folder may have targets. */
    @Override
    @SuppressWarnings("rawtypes")
    public boolean isApplicable(Class<? extends AbstractFolder> containerType) {
      return true;
    }

    /** Nothing, if the folder has neither targets nor defaults. */
    @Override
    public @Nullable AbstractFolderProperty<?> newInstance(
        @Nullable StaplerRequest2 request, JSONObject form) throws FormException {
      if (request == null) {
        return null;
      }
      TargetForm sent = TargetForm.take(request, form);
      if (sent.targets() == null && sent.defaults() == null) {
        return null;
      }
      CloudRunFolder folder = new CloudRunFolder();
      folder.setTargets(sent.targets());
      folder.setDefaults(sent.defaults());
      return folder;
    }
  }
}
