package io.jenkins.plugins.cloudrun.step;

import hudson.model.TaskListener;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** However a block ends, its files end with it. */
final class FilesRemoved extends BodyExecutionCallback.TailCall {
  private static final long serialVersionUID = 1L;

  private final ToolFiles files;

  FilesRemoved(ToolFiles files) {
    this.files = files;
  }

  @Override
  protected void finished(StepContext context) throws IOException, InterruptedException {
    try {
      files.delete();
    } catch (IOException e) {
      TaskListener log = context.get(TaskListener.class);
      log.getLogger()
          .println(
              "[Cloud Run] The identity token of this block could not be deleted: "
                  + e.getMessage()
                  + ". It ends by itself; the next such block in this workspace deletes it.");
    }
  }
}
