/** An OCI distribution registry on loopback that asks for tokens as Artifact Registry does. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.registry;

import org.jspecify.annotations.NullMarked;
