/**
 * What a step and its builder are told: one settings object for both, with its fields, setters,
 * form validation, help, Jelly and the conversion to a plan, written once. Values are kept as they
 * were given; {@code toPlan} parses and refuses them, so that a binding never fails half way and
 * never quotes a variable's value.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.settings;

import org.jspecify.annotations.NullMarked;
