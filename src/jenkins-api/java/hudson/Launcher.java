package hudson;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import java.io.File;

public abstract class Launcher {
  protected final TaskListener listener;
  protected final VirtualChannel channel;

  protected Launcher(TaskListener listener, VirtualChannel channel) {
    this.listener = listener;
    this.channel = channel;
  }

  public VirtualChannel getChannel() {
    return channel;
  }

  public TaskListener getListener() {
    return listener;
  }

  public boolean isUnix() {
    return File.pathSeparatorChar == ':';
  }
}
