/** Cloud Build: takes an archive from Cloud Storage, runs steps, and pushes what they made. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.build;

import org.jspecify.annotations.NullMarked;
