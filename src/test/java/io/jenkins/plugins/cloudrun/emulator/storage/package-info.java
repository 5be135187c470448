/** Cloud Storage: buckets, objects and resumable uploads, as its JSON API documents them. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.storage;

import org.jspecify.annotations.NullMarked;
