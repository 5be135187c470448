/** The engine's ports over Google's libraries: clients, tokens, translation of errors. */
@NullMarked
package io.jenkins.plugins.cloudrun.gcp;

import org.jspecify.annotations.NullMarked;
