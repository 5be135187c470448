package org.jenkinsci.plugins.workflow.graph;

import hudson.model.Actionable;
import hudson.model.Saveable;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;

public abstract class FlowNode extends Actionable implements Saveable {
  private final String id;

  protected FlowNode(FlowExecution exec, String id, List<FlowNode> parents) {
    this.id = id;
  }

  public String getId() {
    return id;
  }

  public String getUrl() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save() throws IOException {
    throw new UnsupportedOperationException();
  }
}
