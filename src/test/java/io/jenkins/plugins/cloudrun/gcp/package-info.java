@NullMarked
package io.jenkins.plugins.cloudrun.gcp;

import org.jspecify.annotations.NullMarked;
