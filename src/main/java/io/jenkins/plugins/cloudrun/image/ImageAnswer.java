package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What became of an {@link ImageRequest}. Comes from an agent, so its values are checked when it is
 * read, also when it arrives over the wire.
 *
 * @param image registry and repository
 * @param digest of the manifest
 * @param ref {@code image@digest}
 * @param tags all that point at the digest now, the commit's first
 * @param commit that the image was made from
 * @param base {@code reference@digest} of the base image; empty for {@code scratch}
 * @param sizeBytes compressed size of all layers, the base's included
 * @param layersPushed layers that were uploaded
 * @param layersReused layers that the repository had
 * @param layersMounted layers that the registry took over from another of its repositories
 * @param findings advice on image and context
 * @param seconds that build and push took
 */
public record ImageAnswer(
    String image,
    String digest,
    String ref,
    List<String> tags,
    String commit,
    String base,
    long sizeBytes,
    int layersPushed,
    int layersReused,
    int layersMounted,
    List<Finding> findings,
    double seconds)
    implements AgentAnswer {
  private static final int MOST = 1000;

  public ImageAnswer {
    ImageName name = ImageName.parse(image);
    ImageDigest parsed = new ImageDigest(digest);
    if (!ref.equals(name + "@" + parsed)) {
      throw new InvalidValueException("The build's ref is not its image and digest.");
    }
    tags = List.copyOf(tags);
    tags.forEach(ImageReference::checkTag);
    commit = new CommitSha(commit).value();
    if (!base.isEmpty()) {
      ImageReference.parse(base);
    }
    findings = List.copyOf(findings);
    if (tags.size() > MOST || findings.size() > MOST || base.length() > MOST) {
      throw new InvalidValueException("The build's answer is larger than any build's.");
    }
    if (sizeBytes < 0
        || layersPushed < 0
        || layersReused < 0
        || layersMounted < 0
        || !(seconds >= 0)) {
      throw new InvalidValueException("The build's answer holds a negative number.");
    }
  }

  /** The step's return value: text, numbers, lists and maps only. */
  public LinkedHashMap<String, Object> toMap() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("image", image);
    map.put("digest", digest);
    map.put("ref", ref);
    map.put("tags", new ArrayList<>(tags));
    map.put("commit", commit);
    map.put("base", base);
    map.put("sizeBytes", sizeBytes);
    map.put("layersPushed", layersPushed);
    map.put("layersReused", layersReused);
    map.put("layersMounted", layersMounted);
    map.put("findings", new ArrayList<>(findings.stream().map(Finding::toMap).toList()));
    map.put("seconds", seconds);
    return map;
  }
}
