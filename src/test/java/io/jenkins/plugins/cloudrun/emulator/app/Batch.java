package io.jenkins.plugins.cloudrun.emulator.app;

import java.util.List;

/**
 * A batch application: says where it runs, then does what its first argument says: {@code ok},
 * {@code fail}, {@code flaky} (succeeds when tried again), {@code hang}.
 */
public final class Batch {
  private Batch() {}

  /** Ends with exit code 3 where it is to fail. */
  public static void main(String[] args) throws InterruptedException {
    int attempt = Integer.parseInt(System.getenv().getOrDefault("CLOUD_RUN_TASK_ATTEMPT", "-1"));
    System.out.println(
        "task "
            + System.getenv("CLOUD_RUN_TASK_INDEX")
            + " of "
            + System.getenv("CLOUD_RUN_TASK_COUNT")
            + " attempt "
            + attempt
            + " env "
            + System.getenv("COLOUR")
            + " args "
            + List.of(args));
    String mode = args.length == 0 ? "ok" : args[0];
    if (mode.equals("hang")) {
      Thread.sleep(60_000);
    }
    if (mode.equals("fail") || mode.equals("flaky") && attempt == 0) {
      System.exit(3);
    }
  }
}
