/** The rules, a class for each group that looks at the same things. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.lint.rule;

import org.jspecify.annotations.NullMarked;
