/**
 * What a build and push costs, by our engine and by others that people use: {@code mvn
 * -Pbenchmark-build}, described in docs/performance.md.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.benchmark;

import org.jspecify.annotations.NullMarked;
