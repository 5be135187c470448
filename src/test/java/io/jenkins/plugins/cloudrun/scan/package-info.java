@NullMarked
package io.jenkins.plugins.cloudrun.scan;

import org.jspecify.annotations.NullMarked;
