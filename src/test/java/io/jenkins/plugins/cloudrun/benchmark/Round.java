package io.jenkins.plugins.cloudrun.benchmark;

import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * All cases of one tool, one after the other: a registry that has nothing and empty caches, then
 * what is left of that, then a changed class.
 *
 * @param base the base image in a registry of its own
 */
record Round(Workbench bench, String base) {
  private static final String REPOSITORY = "/project/shop/shop";

  /** Nanoseconds of each case. */
  Map<Case, Long> run(Tool tool) throws Exception {
    Map<Case, Long> times = new EnumMap<>(Case.class);
    try (DebianRegistry target = DebianRegistry.open(bench.empty("target-registry"))) {
      tool.forget();
      for (Case measured : Case.values()) {
        bench.application().become(measured.version());
        bench.programs().settle();
        times.put(measured, tool.push(to(target.host(), base, measured)));
      }
    }
    return times;
  }

  /** Lets Maven fetch what it needs: the first time it may. */
  void prepare(Tool plugin) throws Exception {
    try (DebianRegistry target = DebianRegistry.open(bench.empty("target-registry"))) {
      plugin.push(to(target.host(), base, Case.COLD));
    }
  }

  /** What a tool says to both registries, through one that counts before each. Not timed. */
  Counts count(Tool tool, String baseHost) throws Exception {
    Map<Case, Traffic> traffic = new EnumMap<>(Case.class);
    try (DebianRegistry target = DebianRegistry.open(bench.empty("target-registry"));
        CountingRegistry before = new CountingRegistry(target.host());
        CountingRegistry beforeBase = new CountingRegistry(baseHost)) {
      tool.forget();
      String base = beforeBase.host() + this.base.substring(this.base.indexOf('/'));
      for (Case measured : Case.values()) {
        bench.application().become(measured.version());
        tool.push(to(before.host(), base, measured));
        traffic.put(measured, before.taken().plus(beforeBase.taken()));
      }
      long size =
          new PushedImage(target.host())
              .size(REPOSITORY.substring(1), bench.application().commit(Case.CHANGED.version()));
      return new Counts(traffic, size);
    }
  }

  private Tool.Target to(String host, String base, Case measured) {
    return new Tool.Target(base, host + REPOSITORY, bench.application().commit(measured.version()));
  }

  /**
   * What was counted of a tool.
   *
   * @param imageSize compressed bytes of the image's layers, the base's among them
   */
  record Counts(Map<Case, Traffic> traffic, long imageSize) {}
}
