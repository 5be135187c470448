package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which repositories had which blobs, and when they were last seen to. Each is a line, the latest
 * last: digest, repository, seconds since 1970. Lines are taken apart only when somebody asks for
 * their blob.
 */
final class Sightings {
  private final List<String> lines;

  Sightings(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /** The repositories of a registry that had the blob, the latest first. */
  List<ImageName> repositories(ImageDigest digest, String registry) {
    List<ImageName> found = new ArrayList<>();
    String beginning = digest + " " + registry + "/";
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(beginning)) {
        repository(lines.get(i)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Whether a repository was seen to have the blob after some time. */
  boolean hasSince(Instant time, ImageDigest digest, ImageName repository) {
    String beginning = digest + " " + repository + " ";
    return lines.stream()
        .filter(line -> line.startsWith(beginning))
        .anyMatch(line -> seconds(line.substring(beginning.length())) > time.getEpochSecond());
  }

  /** These and more, at most so many: those go that were not seen for longest. */
  List<String> plus(Collection<ImageDigest> digests, ImageName repository, Instant now, int most) {
    Set<String> added = new LinkedHashSet<>();
    digests.forEach(digest -> added.add(digest + " " + repository));
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      if (!added.contains(withoutTime(line))) {
        all.add(line);
      }
    }
    added.forEach(line -> all.add(line + " " + now.getEpochSecond()));
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /** What has no time was noted by a version that kept none. */
  private static String withoutTime(String line) {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    return first == last ? line : line.substring(0, last);
  }

  private static Optional<ImageName> repository(String line) {
    String[] parts = line.split(" ", -1);
    try {
      return parts.length == 2 || parts.length == 3
          ? Optional.of(ImageName.parse(parts[1]))
          : Optional.empty();
    } catch (InvalidValueException e) {
      return Optional.empty(); // Half a line, or one that somebody has edited.
    }
  }

  private static long seconds(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
