package net.sf.json;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

public final class JSONObject extends AbstractJSON
    implements JSON, Map<String, Object>, Comparable<Object> {
  private static final long serialVersionUID = 1L;

  public JSONObject() {}

  public boolean has(String key) {
    throw new UnsupportedOperationException();
  }

  public String getString(String key) {
    throw new UnsupportedOperationException();
  }

  public JSONObject getJSONObject(String key) {
    throw new UnsupportedOperationException();
  }

  public boolean getBoolean(String key) {
    throw new UnsupportedOperationException();
  }

  public int getInt(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int size() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean containsKey(Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean containsValue(Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object get(Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object put(String key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object remove(Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putAll(Map<? extends String, ? extends Object> map) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> keySet() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Collection<Object> values() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Object obj) {
    throw new UnsupportedOperationException();
  }
}
