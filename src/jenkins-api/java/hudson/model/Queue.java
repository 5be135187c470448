package hudson.model;

import hudson.model.queue.SubTask;
import jenkins.console.WithConsoleUrl;
import jenkins.model.FullyNamedModelObject;
import org.springframework.security.core.Authentication;

public class Queue extends ResourceController implements Saveable {
  private Queue() {}

  @Override
  public void save() {
    throw new UnsupportedOperationException();
  }

  public interface Task extends FullyNamedModelObject, SubTask {
    String getName();

    @Override
    String getUrl();

    default Authentication getDefaultAuthentication2() {
      throw new UnsupportedOperationException();
    }
  }

  public interface Executable extends Runnable, WithConsoleUrl {
    SubTask getParent();

    @Override
    default String getConsoleUrl() {
      throw new UnsupportedOperationException();
    }
  }
}
