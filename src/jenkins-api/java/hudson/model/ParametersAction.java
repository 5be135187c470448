package hudson.model;

import hudson.model.labels.LabelAssignmentAction;
import hudson.model.queue.SubTask;
import java.util.Iterator;
import java.util.List;
import jenkins.model.RunAction2;

public class ParametersAction
    implements RunAction2,
        Iterable<ParameterValue>,
        Queue.QueueAction,
        EnvironmentContributingAction,
        LabelAssignmentAction {
  public ParametersAction(List<ParameterValue> parameters) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Label getAssignedLabel(SubTask task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getDisplayName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getIconFileName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getUrlName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterator<ParameterValue> iterator() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean shouldSchedule(List<Action> actions) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onAttached(Run<?, ?> r) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onLoad(Run<?, ?> r) {
    throw new UnsupportedOperationException();
  }
}
