@NullMarked
package io.jenkins.plugins.cloudrun.git;

import org.jspecify.annotations.NullMarked;
