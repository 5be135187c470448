/** Holds the documentation against what it documents. */
@NullMarked
package io.jenkins.plugins.cloudrun.documentation;

import org.jspecify.annotations.NullMarked;
