package jenkins.model.queue;

import hudson.model.Queue;
import jenkins.model.FullyNamedModelObject;

public interface QueueItem extends FullyNamedModelObject {
  boolean isStuck();

  Queue.Task getTask();

  String getInQueueForString();

  String getCausesDescription();

  String getParams();

  String getWhy();

  long getId();

  @Override
  default String getDisplayName() {
    throw new UnsupportedOperationException();
  }

  @Override
  default String getFullDisplayName() {
    throw new UnsupportedOperationException();
  }
}
