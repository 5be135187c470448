package hudson.util;

import java.util.AbstractList;

/** In memory alone. */
public class PersistedList<T> extends AbstractList<T> {
  private final java.util.List<T> kept = new java.util.concurrent.CopyOnWriteArrayList<>();

  protected PersistedList() {}

  public <U extends T> U get(Class<U> type) {
    return kept.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  @Override
  public T get(int index) {
    return kept.get(index);
  }

  @Override
  public boolean add(T item) {
    return kept.add(item);
  }

  @Override
  public int size() {
    return kept.size();
  }
}
