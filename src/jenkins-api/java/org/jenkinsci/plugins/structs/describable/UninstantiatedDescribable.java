package org.jenkinsci.plugins.structs.describable;

import java.io.Serializable;
import java.util.Map;

public class UninstantiatedDescribable implements Serializable {
  private static final long serialVersionUID = 1L;
  public static final String ANONYMOUS_KEY = "<anonymous>";
  private String symbol;
  private String klass;
  private final Map<String, ?> arguments;
  private DescribableModel model;

  public UninstantiatedDescribable(String symbol, String klass, Map<String, ?> arguments) {
    this.symbol = symbol;
    this.klass = klass;
    this.arguments = arguments;
  }

  public UninstantiatedDescribable(Map<String, ?> arguments) {
    this(null, null, arguments);
  }

  public String getSymbol() {
    return symbol;
  }

  public void setSymbol(String symbol) {
    this.symbol = symbol;
  }

  public String getKlass() {
    return klass;
  }

  public void setKlass(String klass) {
    this.klass = klass;
  }

  public DescribableModel getModel() {
    return model;
  }

  public void setModel(DescribableModel model) {
    this.model = model;
  }

  public Map<String, ?> getArguments() {
    return arguments;
  }

  public UninstantiatedDescribable withArguments(Map<String, ?> arguments) {
    UninstantiatedDescribable copy = new UninstantiatedDescribable(symbol, klass, arguments);
    copy.model = model;
    return copy;
  }

  public Map<String, Object> toMap() {
    throw new UnsupportedOperationException();
  }
}
