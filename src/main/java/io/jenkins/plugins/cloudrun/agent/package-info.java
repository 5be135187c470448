/**
 * What runs on an agent: a serializable request goes there, a serializable answer comes back.
 * Nothing of the controller is reached from here, and no key, only a short-lived token.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.agent;

import org.jspecify.annotations.NullMarked;
