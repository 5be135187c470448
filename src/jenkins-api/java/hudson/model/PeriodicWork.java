package hudson.model;

import hudson.ExtensionPoint;
import hudson.triggers.SafeTimerTask;

public abstract class PeriodicWork extends SafeTimerTask implements ExtensionPoint {
  protected static final long MIN = 60000L;
  protected static final long HOUR = 60 * MIN;
  protected static final long DAY = 24 * HOUR;

  public abstract long getRecurrencePeriod();

  public long getInitialDelay() {
    throw new UnsupportedOperationException();
  }
}
