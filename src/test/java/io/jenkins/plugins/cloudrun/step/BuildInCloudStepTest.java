package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.FilePath;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.image.HandOver;
import io.jenkins.plugins.cloudrun.image.source.UploadedSource;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A build that the agent hands over to the cloud. */
final class BuildInCloudStepTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  private static final HandOver SOURCES =
      new HandOver(
          new UploadedSource(
              "my-project_cloudbuild",
              "source/" + "a".repeat(64) + ".tgz",
              1,
              UploadedSource.Kind.DOCKERFILE,
              "Dockerfile",
              "",
              "",
              2,
              100,
              true),
          SHA,
          List.of(SHA),
          List.of());

  private final FakePlatform platform = new FakePlatform();

  @AfterEach
  void close() {
    platform.close();
  }

  private static final class Answer extends CompletableFuture<Object> implements Future<Object> {}

  private static FilePath workspace() {
    VirtualChannel channel =
        (VirtualChannel)
            Proxy.newProxyInstance(
                VirtualChannel.class.getClassLoader(),
                new Class<?>[] {VirtualChannel.class},
                (proxy, method, arguments) -> {
                  Answer answer = new Answer();
                  answer.complete(SOURCES);
                  return answer;
                });
    return new FilePath(channel, "/workspace");
  }

  /** Otherwise a killed Jenkins would tell the whole log of the build again. */
  @Test
  void eachLineHasItsPositionSaved() throws Exception {
    BuildSettings settings = new BuildSettings("europe-docker.pkg.dev/my-project/apps/shop");
    settings.setSource(".");
    settings.setRegion("europe-west1");
    FakeContext context = new FakeContext("team", 7, "12").with(workspace());
    new BuildStep(settings).start(context).start();
    platform.sourceBuilds.awaitWatched();
    assertEquals(List.of(0), platform.sourceBuilds.positions);
    for (int i = 0; i < 3; i++) {
      int before = context.saves;
      platform.sourceBuilds.say(Entry.LOG, "line " + i);
      for (int wait = 0; wait < 2000 && context.saves == before; wait++) {
        Thread.sleep(10);
      }
      assertTrue(context.saves > before, "line " + i);
    }
  }
}
