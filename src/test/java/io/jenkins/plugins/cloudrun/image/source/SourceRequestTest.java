package io.jenkins.plugins.cloudrun.image.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SourceRequestTest {
  @Test
  void bucketsAreNamedAsGcloudDoes() {
    assertEquals(
        "example_com_my-elgoog-app_cloudbuild",
        new SourceRequest(".", "", "", false, "", "example.com:my-google-app", "", "")
            .bucketName());
  }
}
