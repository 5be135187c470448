package hudson.remoting;

import org.jenkinsci.remoting.ChannelStateException;

public class ChannelClosedException extends ChannelStateException {
  private static final long serialVersionUID = 1L;

  public ChannelClosedException(Channel channel, Throwable cause) {
    super(channel, "Channel is already closed", cause);
  }
}
