package hudson.model;

public class TimeZoneProperty extends UserProperty {
  public TimeZoneProperty(String timeZoneName) {}

  /** Null for who has chosen none. */
  public static String forCurrentUser() {
    throw new UnsupportedOperationException();
  }
}
