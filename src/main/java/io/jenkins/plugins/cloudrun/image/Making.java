package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import io.jenkins.plugins.cloudrun.image.layer.LayerCache;
import io.jenkins.plugins.cloudrun.image.push.ImagePush;
import io.jenkins.plugins.cloudrun.image.push.Uploads;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An image in the making: its layers are made, and the registry is asked for its tag, while the
 * build goes on. To be closed when it is pushed, before what its layers are read from.
 */
final class Making implements AutoCloseable {
  /** What most changes come to: a layer and a configuration. */
  private static final int UPLOADS = 2;

  private final Work work;
  private final ImagePush push;
  private final LayerCache cache;
  private final Aside<Optional<Place>> place;
  private Optional<Aside<List<LayerBlob>>> layers = Optional.empty();
  private final Queue<Aside<Optional<URI>>> uploads = new ConcurrentLinkedQueue<>();
  private Optional<List<LayerBlob>> known = Optional.empty();
  private boolean hasNew;
  private volatile Optional<LayerCache.Session> session = Optional.empty();

  /** What a tag points at, if the registry could say it. */
  private record Place(Optional<ImageDigest> digest) {}

  Making(Work work, ImagePush push, LayerCache cache) {
    this.work = work;
    this.push = push;
    this.cache = cache;
    this.place = Aside.begin(() -> Optional.of(new Place(find())), Optional.empty());
  }

  /** Begins with the layers, as soon as they are described. */
  void begin(List<? extends LayerObject> described) {
    if (layers.isEmpty()) {
      if (hasNew) {
        openUploads();
      }
      layers = Optional.of(Aside.begin(() -> made(described), List.of()));
    }
  }

  /** While the layers are made. A registry may not want it; then the push says so. */
  private void openUploads() {
    for (int i = 0; i < UPLOADS; i++) {
      uploads.add(Aside.begin(() -> Optional.of(push.open(target())), Optional.<URI>empty()));
    }
  }

  private Optional<URI> nextUpload() throws InterruptedException {
    Aside<Optional<URI>> next = uploads.poll();
    return next == null ? Optional.empty() : next.get();
  }

  /** Gives up what was opened and not used, when the image has been pushed. */
  void abandonUploads() throws InterruptedException {
    for (Optional<URI> left = nextUpload(); left.isPresent(); left = nextUpload()) {
      push.abandon(target(), left.get());
    }
  }

  private ImageName target() {
    return work.request().name();
  }

  private List<LayerBlob> made(List<? extends LayerObject> described)
      throws IOException, InterruptedException {
    LayerCache.Session opened = cache.open();
    session = Optional.of(opened);
    return opened.layers(described);
  }

  /**
   * Looks whether all layers are known from before.
   *
   * @return whether they are: then nothing has to be made unless the registry lacks them
   */
  boolean recognises(List<EntriesLayer> described) throws IOException {
    known = cache.known(described);
    hasNew = known.isEmpty() && cache.hasNew(described);
    return known.isPresent();
  }

  /** The layers, if they are known from before; their files may go at any time. */
  Optional<List<LayerBlob>> known() {
    return known;
  }

  /** The layers, made. */
  List<LayerBlob> blobs(List<? extends LayerObject> described)
      throws IOException, InterruptedException {
    begin(described);
    return layers.orElseThrow().result();
  }

  /** Drops a layer from the cache, whose file is not what it should be. */
  void forget(ImageDigest digest) throws IOException {
    if (session.isPresent()) {
      session.get().forget(digest);
    }
  }

  /** What is known of the target by now; to be asked when the layers have been made. */
  ImagePush.Before before() {
    boolean added = session.map(LayerCache.Session::hasAdded).orElse(false);
    return new ImagePush.Before() {
      @Override
      public Optional<ImageDigest> place() throws Failure, InterruptedException {
        Optional<Place> asked = place.get();
        // Whatever went wrong then is said, or mended, when it is asked again.
        return asked.isPresent() ? asked.get().digest() : find();
      }

      @Override
      public boolean isNew() {
        return added;
      }

      @Override
      public Uploads uploads() {
        return Making.this::nextUpload;
      }
    };
  }

  private Optional<ImageDigest> find() throws Failure, InterruptedException {
    return push.find(target(), work.tags().get(0));
  }

  @Override
  public void close() {
    layers.ifPresent(Aside::close);
    place.close();
    uploads.forEach(Aside::close);
    session.ifPresent(LayerCache.Session::close);
  }
}
