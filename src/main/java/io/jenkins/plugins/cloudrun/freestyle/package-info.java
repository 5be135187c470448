/** The builders of freestyle jobs: the steps' settings with variables expanded, nowhere else. */
@NullMarked
package io.jenkins.plugins.cloudrun.freestyle;

import org.jspecify.annotations.NullMarked;
