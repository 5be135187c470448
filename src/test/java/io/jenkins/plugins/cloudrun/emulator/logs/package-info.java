/** Cloud Logging: what containers wrote. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.logs;

import org.jspecify.annotations.NullMarked;
