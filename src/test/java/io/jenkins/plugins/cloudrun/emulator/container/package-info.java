/** Containers as processes of this machine: images unpacked, commands mapped, probes. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.container;

import org.jspecify.annotations.NullMarked;
