package io.jenkins.plugins.cloudrun.front;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A result as a Pipeline may hold it: maps and lists of kinds that can be saved with the program
 * and read in the sandbox.
 */
public final class ReturnValue {
  private ReturnValue() {}

  public static LinkedHashMap<String, Object> of(Map<String, Object> result) {
    LinkedHashMap<String, Object> copy = new LinkedHashMap<>();
    result.forEach((name, value) -> copy.put(name, copied(value)));
    return copy;
  }

  private static Object copied(Object value) {
    if (value instanceof Map<?, ?> map) {
      LinkedHashMap<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, inner) -> copy.put(String.valueOf(name), copied(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      ArrayList<Object> copy = new ArrayList<>();
      list.forEach(inner -> copy.add(copied(inner)));
      return copy;
    }
    return value;
  }
}
