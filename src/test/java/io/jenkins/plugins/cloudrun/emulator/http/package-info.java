/** The REST face of the Admin API: routes from the protos' annotations, JSON, errors, faults. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.http;

import org.jspecify.annotations.NullMarked;
