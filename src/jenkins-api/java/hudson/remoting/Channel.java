package hudson.remoting;

import java.io.Closeable;
import java.io.IOException;

public class Channel implements VirtualChannel, IChannel, Closeable {
  private Channel() {}

  @Override
  public <V, T extends Throwable> V call(Callable<V, T> callable)
      throws IOException, T, InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public <V, T extends Throwable> Future<V> callAsync(Callable<V, T> callable) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void join() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void join(long timeout) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T export(Class<T> type, T instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void syncLocalIO() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  public String getName() {
    throw new UnsupportedOperationException();
  }

  /** The channel on whose thread this runs; null outside one, as here. */
  public static Channel current() {
    return null;
  }

  public static boolean isClosedChannelException(Throwable t) {
    throw new UnsupportedOperationException();
  }
}
