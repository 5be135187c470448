package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Store;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the process of the engine ends: before or after one of its saves, or after one of its
 * effects, whatever their answer was.
 */
final class Cut {
  /** What points are counted. */
  enum Sort {
    BEFORE_SAVE,
    AFTER_SAVE,
    AFTER_EFFECT
  }

  private static final Set<String> EFFECTS = Set.of("apply", "setPublic");

  private final Crash.At beforeSave;
  private final Crash.At afterSave;
  private final Crash.At afterEffect;

  /**
   * @param point from 1; 0 for never
   */
  Cut(Sort sort, int point) {
    beforeSave = new Crash.At(sort == Sort.BEFORE_SAVE ? point : 0);
    afterSave = new Crash.At(sort == Sort.AFTER_SAVE ? point : 0);
    afterEffect = new Crash.At(sort == Sort.AFTER_EFFECT ? point : 0);
  }

  static Cut never() {
    return new Cut(Sort.AFTER_SAVE, 0);
  }

  int count(Sort sort) {
    return switch (sort) {
      case BEFORE_SAVE -> beforeSave.count();
      case AFTER_SAVE -> afterSave.count();
      case AFTER_EFFECT -> afterEffect.count();
    };
  }

  Store<Rollout> store(Store<Rollout> real) {
    return new Store<>() {
      @Override
      public List<Rollout> unsettled() {
        return real.unsettled();
      }

      @Override
      public Optional<Rollout> find(String id) {
        return real.find(id);
      }

      @Override
      public void save(Rollout value) {
        beforeSave.pass("before save");
        real.save(value);
        afterSave.pass("after save");
      }
    };
  }

  CloudRun cloudRun(CloudRun real) {
    return (CloudRun)
        Proxy.newProxyInstance(
            CloudRun.class.getClassLoader(),
            new Class<?>[] {CloudRun.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (EFFECTS.contains(method.getName())) {
                  afterEffect.pass(method.getName());
                }
              }
            });
  }
}
