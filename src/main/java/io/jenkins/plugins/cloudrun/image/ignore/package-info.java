/** Ignore files: which files of a context count. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.ignore;

import org.jspecify.annotations.NullMarked;
