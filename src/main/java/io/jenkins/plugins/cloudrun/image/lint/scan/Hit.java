package io.jenkins.plugins.cloudrun.image.lint.scan;

/**
 * A secret's place. The secret itself is forgotten as soon as it is seen.
 *
 * @param line from 1
 */
public record Hit(SecretKind kind, int line) {}
