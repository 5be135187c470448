/** Services, jobs and their like: their rules, defaults and reconciliation. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.run;

import org.jspecify.annotations.NullMarked;
