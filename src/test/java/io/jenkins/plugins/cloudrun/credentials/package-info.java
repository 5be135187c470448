/** Tests of credentials. */
@NullMarked
package io.jenkins.plugins.cloudrun.credentials;

import org.jspecify.annotations.NullMarked;
