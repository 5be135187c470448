/**
 * Cloud Run, its registry, its token endpoints and its logs on loopback: what the plugin's tests
 * and the local run deploy to. It is strict: what the real service refuses is refused here, in the
 * same words where they are known.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator;

import org.jspecify.annotations.NullMarked;
