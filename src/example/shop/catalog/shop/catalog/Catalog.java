package shop.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** What the shop sells; a library of its own, so that the image gets a layer of dependencies. */
public final class Catalog {
  private static final List<String> GOODS = List.of("lamp", "chair", "table");

  private Catalog() {}

  /** The goods as a JSON array. */
  public static String json() {
    return GOODS.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
  }

  public static int size() {
    return GOODS.size();
  }
}
