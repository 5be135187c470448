package hudson.util;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

public class ListBoxModel extends ArrayList<ListBoxModel.Option> implements HttpResponse {
  private static final long serialVersionUID = 1L;

  public ListBoxModel() {}

  public ListBoxModel(int initialCapacity) {
    super(initialCapacity);
  }

  public ListBoxModel(Collection<Option> c) {
    super(c);
  }

  public ListBoxModel(Option... data) {
    super(Arrays.asList(data));
  }

  public void add(String displayName, String value) {
    add(new Option(displayName, value));
  }

  public ListBoxModel add(String nameAndValue) {
    add(nameAndValue, nameAndValue);
    return this;
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException, ServletException {
    throw new UnsupportedOperationException();
  }

  public static final class Option {
    public String name;
    public String value;
    public boolean selected;

    public Option(String nameAndValue) {
      this(nameAndValue, nameAndValue);
    }

    public Option(String name, String value) {
      this(name, value, false);
    }

    public Option(String name, String value, boolean selected) {
      this.name = name;
      this.value = value;
      this.selected = selected;
    }

    @Override
    public String toString() {
      return name + "=" + value + (selected ? "[selected]" : "");
    }
  }
}
