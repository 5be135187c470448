package hudson.model;

import java.util.Collection;
import java.util.List;
import jenkins.model.FullyNamed;
import jenkins.model.FullyNamedModelObject;

public interface ItemGroup<T extends Item>
    extends FullyNamed, FullyNamedModelObject, PersistenceRoot {
  Collection<T> getItems();

  T getItem(String name);

  String getUrl();

  default <U extends Item> Iterable<U> allItems(Class<U> type) {
    throw new UnsupportedOperationException();
  }

  default <U extends Item> List<U> getAllItems(Class<U> type) {
    throw new UnsupportedOperationException();
  }
}
