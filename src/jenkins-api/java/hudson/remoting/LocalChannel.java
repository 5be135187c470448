package hudson.remoting;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what it is asked in this process. */
public class LocalChannel implements VirtualChannel {
  private final ExecutorService executor;

  public LocalChannel(ExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public <V, T extends Throwable> V call(Callable<V, T> callable) throws T {
    return callable.call();
  }

  @Override
  public <V, T extends Throwable> Future<V> callAsync(Callable<V, T> callable) {
    java.util.concurrent.Future<V> future =
        executor.submit(
            () -> {
              try {
                return callable.call();
              } catch (Error e) {
                throw e;
              } catch (Throwable t) {
                if (t instanceof Exception e) {
                  throw e;
                }
                throw new ExecutionException(t);
              }
            });
    return new Future<V>() {
      @Override
      public boolean cancel(boolean mayInterruptIfRunning) {
        return future.cancel(mayInterruptIfRunning);
      }

      @Override
      public boolean isCancelled() {
        return future.isCancelled();
      }

      @Override
      public boolean isDone() {
        return future.isDone();
      }

      @Override
      public V get() throws InterruptedException, ExecutionException {
        return future.get();
      }

      @Override
      public V get(long timeout, TimeUnit unit)
          throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        return future.get(timeout, unit);
      }
    };
  }

  @Override
  public void close() {}

  @Override
  public void join() {}

  @Override
  public void join(long timeout) {}

  @Override
  public <T> T export(Class<T> type, T instance) {
    return instance;
  }

  @Override
  public void syncLocalIO() {}
}
