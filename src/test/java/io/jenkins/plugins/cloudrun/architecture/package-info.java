/**
 * Tests of how the plugin is put together: its rooms, the Jenkins it is compiled against, its
 * package.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.architecture;

import org.jspecify.annotations.NullMarked;
