/**
 * Delivery to Google Cloud Run from Jenkins: the map of the rooms is in {@code
 * docs/architecture.md}.
 */
package io.jenkins.plugins.cloudrun;
