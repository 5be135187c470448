package org.jenkinsci.plugins.structs.describable;

import hudson.model.TaskListener;
import java.io.Serializable;
import java.util.Map;

public final class DescribableModel<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  public static final String CLAZZ = "$class";

  private DescribableModel() {}

  public static <T> DescribableModel<T> of(Class<T> clazz) {
    throw new UnsupportedOperationException();
  }

  public T instantiate(Map<String, ?> arguments, TaskListener listener)
      throws IllegalArgumentException {
    throw new UnsupportedOperationException();
  }

  public UninstantiatedDescribable uninstantiate2(T o) throws UnsupportedOperationException {
    throw new UnsupportedOperationException();
  }
}
