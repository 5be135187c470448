package hudson.model;

import hudson.security.Permission;
import jenkins.model.GlobalConfigurationCategory;
import jenkins.model.Loadable;
import jenkins.util.io.OnMaster;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;

/** What there is no Jenkins for, is left out: nothing is loaded, nothing saved. */
public abstract class Descriptor<T extends Describable<T>> implements Loadable, Saveable, OnMaster {
  public final transient Class<? extends T> clazz;

  protected Descriptor(Class<? extends T> clazz) {
    this.clazz = clazz;
  }

  @SuppressWarnings("unchecked")
  protected Descriptor() {
    this.clazz = (Class<? extends T>) getClass().getEnclosingClass();
  }

  public String getDisplayName() {
    return clazz.getSimpleName();
  }

  public String getId() {
    return clazz.getName();
  }

  public Class<T> getT() {
    throw new UnsupportedOperationException();
  }

  public T newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
    throw new UnsupportedOperationException();
  }

  public static <T> T bindJSON(StaplerRequest2 req, Class<T> type, JSONObject src) {
    throw new UnsupportedOperationException();
  }

  public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
    throw new UnsupportedOperationException();
  }

  public String getHelpFile(String fieldName) {
    throw new UnsupportedOperationException();
  }

  public String getGlobalConfigPage() {
    throw new UnsupportedOperationException();
  }

  public GlobalConfigurationCategory getCategory() {
    throw new UnsupportedOperationException();
  }

  public Permission getRequiredGlobalConfigPagePermission() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void load() {}

  @Override
  public void save() {}

  public static final class FormException extends Exception implements HttpResponse {
    private static final long serialVersionUID = 1L;
    private final String formField;

    public FormException(String message, String formField) {
      super(message);
      this.formField = formField;
    }

    public FormException(String message, Throwable cause, String formField) {
      super(message, cause);
      this.formField = formField;
    }

    public FormException(Throwable cause, String formField) {
      super(cause);
      this.formField = formField;
    }

    public String getFormField() {
      return formField;
    }
  }
}
