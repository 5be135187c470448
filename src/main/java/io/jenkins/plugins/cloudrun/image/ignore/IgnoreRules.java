package io.jenkins.plugins.cloudrun.image.ignore;

import java.io.IOException;

/**
 * Which paths of a folder are left out. Paths are relative to that folder, with '/', without '.',
 * '..' or a slash at either end.
 */
public interface IgnoreRules {
  /** Leaves nothing out. */
  IgnoreRules NONE =
      new IgnoreRules() {
        @Override
        public boolean ignores(String path, boolean folder) {
          return false;
        }

        @Override
        public boolean prunes(String folder) {
          return false;
        }
      };

  /**
   * Whether what stands at a path is left out.
   *
   * @param folder whether it is a folder; a link to a folder is none
   * @throws IOException if an ignore file in a folder below cannot be read
   */
  boolean ignores(String path, boolean folder) throws IOException;

  /** Of a folder that is left out, whether all that is in it is left out, too. */
  boolean prunes(String folder) throws IOException;
}
