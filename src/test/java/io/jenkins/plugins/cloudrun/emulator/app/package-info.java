/** What the containers of the emulator's own tests run; each class stands alone. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.app;

import org.jspecify.annotations.NullMarked;
