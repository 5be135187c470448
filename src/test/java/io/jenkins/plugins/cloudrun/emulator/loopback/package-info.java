/** Plain HTTP servers on the loopback interface, for the emulator's endpoints. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.loopback;

import org.jspecify.annotations.NullMarked;
