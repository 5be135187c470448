/**
 * Thousands of rollouts that wait at once: {@code mvn -Pbenchmark-rollouts}, docs/performance.md.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import org.jspecify.annotations.NullMarked;
