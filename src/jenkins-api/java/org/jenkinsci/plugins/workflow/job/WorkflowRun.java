package org.jenkinsci.plugins.workflow.job;

import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import hudson.scm.SCM;
import java.io.IOException;
import java.util.List;
import jenkins.model.lazy.LazyBuildMixIn;
import jenkins.scm.RunWithSCM;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

public final class WorkflowRun extends Run<WorkflowJob, WorkflowRun>
    implements FlowExecutionOwner.Executable,
        LazyBuildMixIn.LazyLoadingRun<WorkflowJob, WorkflowRun>,
        RunWithSCM<WorkflowJob, WorkflowRun> {
  public WorkflowRun(WorkflowJob job) throws IOException {
    super(job);
  }

  /** What it has checked out so far. */
  public List<SCM> getSCMs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void run() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ChangeLogSet<? extends ChangeLogSet.Entry>> getChangeSets() {
    throw new UnsupportedOperationException();
  }
}
