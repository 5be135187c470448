/** Tests of the pages. */
@NullMarked
package io.jenkins.plugins.cloudrun.release;

import org.jspecify.annotations.NullMarked;
