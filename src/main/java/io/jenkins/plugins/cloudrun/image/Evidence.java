package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.ImageFiles;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.image.push.ImagePush;
import io.jenkins.plugins.cloudrun.image.supply.BasePackages;
import io.jenkins.plugins.cloudrun.image.supply.Contents;
import io.jenkins.plugins.cloudrun.image.supply.PartsCache;
import io.jenkins.plugins.cloudrun.image.supply.Provenance;
import io.jenkins.plugins.cloudrun.image.supply.Sbom;
import io.jenkins.plugins.cloudrun.image.supply.SupplyChain;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is put beside an image that asks for it: what is in it, and where it came from. */
final class Evidence {
  private final SupplyChain chain;
  private final Path cache;
  private final BaseImages bases;
  private final Progress progress;

  /**
   * @param cache for what is in layers
   */
  Evidence(ImagePush push, BaseImages bases, Path cache, Progress progress) {
    this.chain = new SupplyChain(push);
    this.cache = cache;
    this.bases = bases;
    this.progress = progress;
  }

  void attach(Work work, Draft draft, Image image)
      throws Failure, IOException, InterruptedException {
    ImageRequest request = work.request();
    if (!request.sbom()) {
      return;
    }
    Optional<ImageReference> base = draft.base().map(Base::reference);
    List<Contents> contents = contents(draft, image);
    // Only here: an agent is sent the library behind it when it is needed.
    Sbom sbom = new Sbom(new PartsCache(cache));
    chain.attachSbom(
        image,
        request.name(),
        sbom.of(
            request.name(), image.digest(), contents, system(draft), base, work.facts().created()));
    chain.attachProvenance(
        image,
        request.name(),
        new Provenance(
            work.origin().jenkins(),
            work.origin().build(),
            parameters(request),
            work.facts().source(),
            work.facts().commit(),
            base,
            Map.of(),
            work.started(),
            Instant.now()));
    if (draft.plan().getLayers().isEmpty()) {
      progress.line(
          "The list of contents has the packages of the system alone: what else RUN has put there"
              + " is not known here.");
    }
    progress.line(
        "Attached a list of contents (CycloneDX) and the provenance (SLSA, unsigned) to "
            + request.name()
            + "@"
            + image.digest()
            + ".");
  }

  /** Packages of the system: a list without them is better than no image. */
  private BasePackages system(Draft draft) throws InterruptedException {
    Optional<Base> under = draft.under();
    if (under.isEmpty()) {
      return BasePackages.NONE;
    }
    try {
      BasePackages packages =
          BasePackages.parse(
              bases.fact(
                  under.get(),
                  "packages 1",
                  () ->
                      BasePackages.of(ImageFiles.read(under.get(), bases, BasePackages.places()))
                          .text()));
      progress.line(
          packages.count() == 0
              ? "The list of contents has no packages of the system: "
                  + under.get().name()
                  + " has"
                  + " no database of dpkg or apk."
              : "The list of contents has "
                  + packages.count()
                  + (packages.count() == 1 ? " package" : " packages")
                  + " of the system, of "
                  + under.get().name()
                  + ".");
      return packages;
    } catch (Failure | IOException | IllegalArgumentException e) {
      progress.line(
          "WARNING: the list of contents has no packages of the system, because the layers of "
              + under.get().name()
              + " could not be read: "
              + e.getMessage());
      return BasePackages.NONE;
    }
  }

  /** Our own layers stand on top, in the order of the plan. */
  private static List<Contents> contents(Draft draft, Image image) {
    List<Contents> contents = new ArrayList<>();
    List<Blob> blobs = image.layers();
    List<? extends LayerObject> layers = draft.plan().getLayers();
    int below = blobs.size() - layers.size();
    for (int i = 0; i < layers.size(); i++) {
      contents.add(new Contents(layers.get(i), blobs.get(below + i).digest()));
    }
    return contents;
  }

  /** What the step was asked for; of variables the names. */
  private static Map<String, List<String>> parameters(ImageRequest request) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("image", List.of(request.image()));
    put(all, "jar", request.jar());
    put(all, "war", request.war());
    put(all, "dockerfile", request.dockerfile());
    put(all, "builder", request.builder());
    put(all, "context", request.context());
    put(all, "from", request.from());
    put(all, "layers", request.layers().stream().map(l -> l.from() + ":" + l.into()).toList());
    put(all, "tags", request.tags());
    put(all, "env", List.copyOf(request.env().keySet()));
    put(all, "platform", request.platform());
    return all;
  }

  private static void put(Map<String, List<String>> all, String name, String value) {
    put(all, name, value.isEmpty() ? List.of() : List.of(value));
  }

  private static void put(Map<String, List<String>> all, String name, List<String> values) {
    if (!values.isEmpty()) {
      all.put(name, values);
    }
  }
}
