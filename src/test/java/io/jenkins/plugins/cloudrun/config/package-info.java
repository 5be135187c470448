@NullMarked
package io.jenkins.plugins.cloudrun.config;

import org.jspecify.annotations.NullMarked;
