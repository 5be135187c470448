package io.jenkins.plugins.cloudrun.localrun;

import java.util.List;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The place of a step in the flow graph: its id tells two calls in one build apart. */
final class LocalNode extends FlowNode {
  LocalNode(int id) {
    super(null, Integer.toString(id), List.of());
  }

  @Override
  public String getDisplayName() {
    return "step " + getId();
  }
}
