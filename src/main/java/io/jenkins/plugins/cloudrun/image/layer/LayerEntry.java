package io.jenkins.plugins.cloudrun.image.layer;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What stands at one path of a layer.
 *
 * @param path absolute, with '/', without '.', '..' or a slash at its end
 * @param mode permission bits with setuid, setgid and sticky: 0 to 07777
 * @param uid of the owner; 0 when the owner is given by name alone
 * @param user name of the owner; empty when only a number is known
 * @param modified layers of our recipes carry one fixed time, of whole seconds
 * @param content of a file; empty for all other kinds
 * @param target of a symbolic link, as it was written; of a hard link, the path that it shares;
 *     else empty
 * @param attributes extended attributes by their full name, such as {@code security.capability};
 *     each character of a value is one byte (ISO 8859-1), as values need not be text
 */
public record LayerEntry(
    String path,
    Kind kind,
    int mode,
    long uid,
    long gid,
    String user,
    String group,
    Instant modified,
    Optional<Content> content,
    String target,
    Map<String, String> attributes) {
  /** What can stand at a path. */
  public enum Kind {
    FILE,
    FOLDER,
    SYMBOLIC_LINK,
    HARD_LINK
  }
}
