package hudson.model;

import java.util.List;
import jenkins.model.ModelObjectWithContextMenu;

public abstract class Actionable extends AbstractModelObject implements ModelObjectWithContextMenu {
  private transient List<Action> actions;

  public List<Action> getActions() {
    if (actions == null) {
      actions = new java.util.concurrent.CopyOnWriteArrayList<>();
    }
    return actions;
  }

  public final List<? extends Action> getAllActions() {
    return getActions();
  }

  public <T extends Action> List<T> getActions(Class<T> type) {
    return getActions().stream().filter(type::isInstance).map(type::cast).toList();
  }

  public <T extends Action> T getAction(Class<T> type) {
    return getActions(type).stream().findFirst().orElse(null);
  }

  public void addAction(Action a) {
    getActions().add(a);
  }

  public boolean removeAction(Action a) {
    return getActions().remove(a);
  }

  public void replaceAction(Action a) {
    addOrReplaceAction(a);
  }

  public boolean addOrReplaceAction(Action a) {
    getActions().removeIf(other -> other.getClass() == a.getClass() && other != a);
    return getActions().contains(a) || getActions().add(a);
  }
}
