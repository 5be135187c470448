package hudson.model;

import hudson.model.queue.SubTask;
import java.util.List;
import jenkins.console.WithConsoleUrl;
import jenkins.model.FullyNamedModelObject;
import jenkins.model.queue.QueueItem;
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

  public interface FlyweightTask extends Task {}

  public interface Executable extends Runnable, WithConsoleUrl {
    SubTask getParent();

    @Override
    default String getConsoleUrl() {
      throw new UnsupportedOperationException();
    }
  }

  public interface QueueAction extends Action {
    boolean shouldSchedule(List<Action> actions);
  }

  public abstract static class Item extends Actionable implements QueueItem {
    private Item() {}

    public String getUrl() {
      throw new UnsupportedOperationException();
    }
  }
}
