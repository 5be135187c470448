package io.jenkins.plugins.cloudrun.settings;

import hudson.util.ComboBoxModel;
import java.util.List;

/**
 * The regions that forms offer. Others may be typed: which ones exist changes, and the service
 * answers for one that does not.
 */
public final class Regions {
  /** Source: cloud.google.com/run/docs/locations, in alphabetical order. */
  static final List<String> KNOWN =
      List.of(
          "africa-south1",
          "asia-east1",
          "asia-east2",
          "asia-northeast1",
          "asia-northeast2",
          "asia-northeast3",
          "asia-south1",
          "asia-south2",
          "asia-southeast1",
          "asia-southeast2",
          "australia-southeast1",
          "australia-southeast2",
          "europe-central2",
          "europe-north1",
          "europe-north2",
          "europe-southwest1",
          "europe-west1",
          "europe-west10",
          "europe-west12",
          "europe-west2",
          "europe-west3",
          "europe-west4",
          "europe-west6",
          "europe-west8",
          "europe-west9",
          "me-central1",
          "me-central2",
          "me-west1",
          "northamerica-northeast1",
          "northamerica-northeast2",
          "northamerica-south1",
          "southamerica-east1",
          "southamerica-west1",
          "us-central1",
          "us-east1",
          "us-east4",
          "us-east5",
          "us-south1",
          "us-west1",
          "us-west2",
          "us-west3",
          "us-west4");

  private Regions() {}

  /** For a combo box. Nothing that anybody could not read elsewhere. */
  public static ComboBoxModel offered() {
    return new ComboBoxModel(KNOWN);
  }
}
