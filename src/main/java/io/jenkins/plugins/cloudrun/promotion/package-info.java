/**
 * Who may bring what from one target to the next, and when: rules, decisions with what they were
 * based on, and the record of them. Pure: no call, no clock of its own.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.promotion;

import org.jspecify.annotations.NullMarked;
