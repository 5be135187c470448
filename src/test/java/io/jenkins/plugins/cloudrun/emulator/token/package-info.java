/**
 * Google's token endpoints on loopback: OAuth, IAM Credentials, Security Token Service and the
 * metadata server.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.token;

import org.jspecify.annotations.NullMarked;
