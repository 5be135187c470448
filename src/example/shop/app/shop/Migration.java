package shop;

import java.util.Map;
import shop.catalog.Catalog;

/** The migration as a task of a Cloud Run job: each task takes its share of the goods. */
final class Migration {
  private final Map<String, String> env;

  Migration(Map<String, String> env) {
    this.env = env;
  }

  /** The exit code: 0, or 4 when {@code SHOP_FAILURE} is {@code migration}. */
  int run() {
    int task = Integer.parseInt(env.getOrDefault("CLOUD_RUN_TASK_INDEX", "0"));
    int tasks = Integer.parseInt(env.getOrDefault("CLOUD_RUN_TASK_COUNT", "1"));
    System.out.println("INFO migration, task " + task + " of " + tasks);
    if (env.getOrDefault("SHOP_FAILURE", "none").equals("migration")) {
      System.out.println("FATAL table 'goods' is locked by another migration");
      return 4;
    }
    for (int row = task; row < Catalog.size(); row += tasks) {
      System.out.println("INFO migrated row " + row);
    }
    System.out.println("INFO migration done, task " + task);
    return 0;
  }
}
