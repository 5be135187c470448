package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.event.events.TimerEvent;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of each layer, told by the requests that jib really makes.
 *
 * <p>Jib asks for a blob first and does nothing more if the repository has it. Otherwise it starts
 * a timer named {@code pushBlob POST <digest>}; if the registry mounts the blob from another
 * repository that is all. If not, the timer goes on as {@code pushBlob PATCH <digest>} for the
 * upload and {@code pushBlob PUT <digest>} once all bytes are there. So a layer of the finished
 * manifest was pushed if its PUT was seen, mounted if only its POST was, and reused if neither was.
 * Failed attempts count: what they uploaded was uploaded.
 */
final class LayerTally {
  private static final Pattern REQUEST =
      Pattern.compile("pushBlob (POST|PATCH|PUT) (?:sha256:)?([0-9a-f]{64})");

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> uploading = ConcurrentHashMap.newKeySet();
  private final Set<String> uploaded = ConcurrentHashMap.newKeySet();

  void see(TimerEvent event) {
    Matcher matcher = REQUEST.matcher(event.getDescription());
    if (!matcher.matches()) {
      return;
    }
    String digest = "sha256:" + matcher.group(2);
    switch (matcher.group(1)) {
      case "POST" -> asked.add(digest);
      case "PATCH" -> uploading.add(digest);
      default -> uploaded.add(digest);
    }
  }

  Count count(List<Manifest.Layer> layers) {
    int pushed = 0;
    int mounted = 0;
    int reused = 0;
    for (String digest : layers.stream().map(l -> l.digest().value()).distinct().toList()) {
      if (uploaded.contains(digest)) {
        pushed++;
      } else if (asked.contains(digest) && !uploading.contains(digest)) {
        mounted++;
      } else {
        reused++;
      }
    }
    return new Count(pushed, reused, mounted);
  }

  /** How many different layers took which way. */
  record Count(int pushed, int reused, int mounted) {}
}
