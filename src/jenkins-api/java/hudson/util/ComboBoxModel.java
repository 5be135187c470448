package hudson.util;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

public class ComboBoxModel extends ArrayList<String> implements HttpResponse {
  private static final long serialVersionUID = 1L;

  public ComboBoxModel() {}

  public ComboBoxModel(int initialCapacity) {
    super(initialCapacity);
  }

  public ComboBoxModel(Collection<? extends String> c) {
    super(c);
  }

  public ComboBoxModel(String... values) {
    super(Arrays.asList(values));
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException, ServletException {
    throw new UnsupportedOperationException();
  }
}
