/** What an account may do at a place, and what would mend what it may not. */
@NullMarked
package io.jenkins.plugins.cloudrun.preflight;

import org.jspecify.annotations.NullMarked;
