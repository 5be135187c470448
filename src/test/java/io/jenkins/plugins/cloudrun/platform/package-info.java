/** What stands in for a Jenkins in tests and in the local run. */
@NullMarked
package io.jenkins.plugins.cloudrun.platform;

import org.jspecify.annotations.NullMarked;
