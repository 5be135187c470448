/** The URLs of services: traffic split, invoker check, proxy to the instances. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.front;

import org.jspecify.annotations.NullMarked;
