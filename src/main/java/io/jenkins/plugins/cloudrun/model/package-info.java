/**
 * Value types of Cloud Run and container registries. Each is checked once, where it is parsed;
 * inner code needs no checks. Imports {@code java.*} only.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.model;

import org.jspecify.annotations.NullMarked;
