/**
 * Runs a Jenkinsfile that uses the plugin's steps without a Jenkins: a small reader of the Groovy
 * that such files need, and just enough of Pipeline around the real step classes.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.localrun;

import org.jspecify.annotations.NullMarked;
