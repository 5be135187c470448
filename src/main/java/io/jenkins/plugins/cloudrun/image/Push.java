package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.event.events.TimerEvent;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.image.registry.TokenAudience;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets jib carry out a build plan, once. What jib does by itself and we do not want is set here:
 * its caches lie where the caller says, its threads are ours and end with the push, and it is never
 * told to skip an image that exists, for then it would not set the tags.
 */
final class Push {
  private static final String TOOL = "jenkins-cloud-run";

  /**
   * Jib's steps wait for each other inside the pool, so tasks must never queue behind one that
   * waits for them: beyond these, whoever submits a task runs it.
   */
  private static final int THREADS = 32;

  /**
   * What jib's JSON library must find jib's classes with: it asks the thread's loader, and in
   * Jenkins, where the library belongs to another plugin, the usual one does not see them.
   */
  private static final ClassLoader JIBS = Jib.class.getClassLoader();

  private final RegistryToken token;
  private final TokenAudience audience;
  private final Path cache;
  private final LayerTally tally;

  Push(RegistryToken token, Path cache, LayerTally tally) {
    this.token = token;
    this.audience = new TokenAudience(token.hosts());
    this.cache = cache;
    this.tally = tally;
  }

  /**
   * @param base by digest, as in the plan; empty for {@code scratch}
   * @param tags at least one
   * @return the digest that all tags now point at
   */
  ImageDigest run(
      ContainerBuildPlan plan, Optional<ImageReference> base, ImageName target, List<String> tags)
      throws Failure, InterruptedException {
    // Jib's switch is for all registries of a build: it would also let a distant base be read
    // without a verified connection. So that one is read without credentials, and its digest,
    // which our own verified connection found, says what it is.
    boolean onLoopback = TokenAudience.isLoopback(target.registry());
    boolean baseOnLoopback =
        base.map(image -> TokenAudience.isLoopback(image.name().registry())).orElse(onLoopback);
    boolean insecure = onLoopback || baseOnLoopback;
    boolean credentials = !insecure || onLoopback;
    ExecutorService threads = threads();
    ClassLoader usual = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(JIBS);
    try {
      RegistryImage to = RegistryImage.named(target + ":" + tags.get(0));
      if (credentials) {
        authenticate(to, target.registry());
      }
      Containerizer containerizer =
          Containerizer.to(to)
              .setExecutorService(threads)
              .setBaseImageLayersCache(cache.resolve("base"))
              .setApplicationLayersCache(cache.resolve("layers"))
              .setAllowInsecureRegistries(insecure)
              .setToolName(TOOL)
              .addEventHandler(TimerEvent.class, tally::see);
      tags.stream().skip(1).forEach(containerizer::withAdditionalTag);
      JibContainer container =
          from(base, insecure == baseOnLoopback)
              .applyContainerBuildPlan(plan)
              .containerize(containerizer);
      return new ImageDigest(container.getDigest().toString());
    } catch (InvalidImageReferenceException e) {
      throw new InvalidValueException("'" + e.getInvalidReference() + "' is not an image.");
    } catch (IOException
        | RegistryException
        | ExecutionException
        | CacheDirectoryCreationException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new PushFailure(target, credentials && isKnownTo(target.registry())).of(e);
    } finally {
      Thread.currentThread().setContextClassLoader(usual);
      // What jib has begun to compress ends by itself within seconds; everything else stops here.
      threads.shutdownNow();
    }
  }

  private JibContainerBuilder from(Optional<ImageReference> base, boolean credentials)
      throws InvalidImageReferenceException {
    if (base.isEmpty()) {
      return Jib.fromScratch();
    }
    RegistryImage image = RegistryImage.named(base.get().toString());
    if (credentials) {
      authenticate(image, base.get().name().registry());
    }
    return Jib.from(image);
  }

  private void authenticate(RegistryImage image, String registry) {
    if (isKnownTo(registry)) {
      image.addCredential(RegistryToken.USER, token.text());
    }
  }

  private boolean isKnownTo(String registry) {
    return !token.isAnonymous() && audience.includes(registry);
  }

  private static ExecutorService threads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        THREADS,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "cloud-run image " + number.incrementAndGet());
          thread.setDaemon(true);
          thread.setContextClassLoader(JIBS);
          return thread;
        },
        new ThreadPoolExecutor.CallerRunsPolicy());
  }
}
