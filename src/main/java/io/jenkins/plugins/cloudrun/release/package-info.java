/** What release managers see, the engines behind it, and what resumes them. */
@NullMarked
package io.jenkins.plugins.cloudrun.release;

import org.jspecify.annotations.NullMarked;
