/** Base images for the emulator's registry, made from the JDK that runs the tests. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.base;

import org.jspecify.annotations.NullMarked;
