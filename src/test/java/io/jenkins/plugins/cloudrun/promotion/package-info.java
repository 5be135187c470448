/** Tests of rules and decisions. */
package io.jenkins.plugins.cloudrun.promotion;
