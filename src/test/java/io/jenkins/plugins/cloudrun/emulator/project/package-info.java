/** What Google's other APIs say of a project and its accounts: only what a check asks. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.project;

import org.jspecify.annotations.NullMarked;
