/** Cloud Monitoring: what requests of revisions were measured. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.metrics;

import org.jspecify.annotations.NullMarked;
