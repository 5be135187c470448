package io.jenkins.plugins.cloudrun.emulator.build;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs each step by the builder that its name stands for. */
final class Steps {
  private final DockerStep docker;
  private final PackStep pack;
  private volatile Duration slow = Duration.ZERO;

  Steps(DockerStep docker, PackStep pack) {
    this.docker = docker;
    this.pack = pack;
  }

  /** Each step takes so much longer, and writes into its log meanwhile. */
  void slow(Duration longer) {
    slow = longer;
  }

  /** Runs a step; returns its exit status. */
  int run(StepContext context) throws IOException, InterruptedException {
    String name = context.step().get("name").getAsString();
    String entrypoint = Field.text(context.step(), "entrypoint");
    context.log().line("Already have image (with digest): " + name);
    try {
      dawdle(context);
      if (ShellStep.is(entrypoint, context.args(), Field.text(context.step(), "script"))) {
        ShellStep.run(context);
      } else if (name.matches("gcr\\.io/cloud-builders/docker(:.*)?|docker(:.*)?")) {
        docker.run(context);
      } else if (name.matches("gcr\\.io/k8s-skaffold/pack(:.*)?|buildpacksio/pack(:.*)?")) {
        pack.run(context);
      } else {
        DockerStep.fail(
            context, "The emulator has no builder " + name + ": it runs docker, pack and shells.");
      }
      return 0;
    } catch (StepFailure e) {
      return e.exit();
    }
  }

  private void dawdle(StepContext context) throws InterruptedException {
    long end = System.nanoTime() + slow.toNanos();
    for (int i = 1; System.nanoTime() < end; i++) {
      context.log().line("Still working (" + i + ")");
      TimeUnit.MILLISECONDS.sleep(
          Math.max(1, Math.min(200, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))));
    }
  }
}
