package hudson;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;

/** Environment variables: names without regard to case, in order. */
public class EnvVars extends TreeMap<String, String> {
  private static final long serialVersionUID = 4320331661987259022L;

  public EnvVars() {
    super(String.CASE_INSENSITIVE_ORDER);
  }

  public EnvVars(Map<String, String> m) {
    this();
    putAll(m);
  }

  public EnvVars(EnvVars m) {
    this((Map<String, String>) m);
  }

  public EnvVars(String... keyValuePairs) {
    this();
    for (int i = 0; i < keyValuePairs.length; i += 2) {
      put(keyValuePairs[i], keyValuePairs[i + 1]);
    }
  }

  /** {@code A+X=v} puts v in front of A, an empty value removes the variable. */
  public void override(String key, String value) {
    if (value == null || value.isEmpty()) {
      remove(key);
      return;
    }
    int plus = key.indexOf('+');
    if (plus < 0) {
      put(key, value);
      return;
    }
    String name = key.substring(0, plus);
    String before = get(name);
    put(name, before == null ? value : value + File.pathSeparator + before);
  }

  public EnvVars overrideAll(Map<String, String> all) {
    all.forEach(this::override);
    return this;
  }

  @Override
  public String put(String key, String value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "Null value not allowed as an environment variable: " + key);
    }
    return super.put(key, value);
  }

  public void putIfNotNull(String key, String value) {
    if (value != null) {
      put(key, value);
    }
  }

  public void putAllNonNull(Map<String, String> map) {
    map.forEach(this::putIfNotNull);
  }

  public String get(String key, String defaultValue) {
    String value = get(key);
    return value == null ? defaultValue : value;
  }

  public String expand(String s) {
    return Util.replaceMacro(s, this);
  }
}
