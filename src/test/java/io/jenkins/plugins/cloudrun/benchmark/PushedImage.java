package io.jenkins.plugins.cloudrun.benchmark;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Looks at images where they were pushed to.
 *
 * @param host of the registry: {@code host:port}
 */
record PushedImage(String host) {
  private static final String ACCEPTED =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  /** Its manifest. */
  JsonObject manifest(String repository, String tag) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://" + host + "/v2/" + repository + "/manifests/" + tag))
                    .header("Accept", ACCEPTED)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("No image at " + repository + ":" + tag + ": " + response.body());
    }
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** The compressed bytes of its layers. */
  long size(String repository, String tag) throws IOException, InterruptedException {
    long size = 0;
    for (JsonElement layer : manifest(repository, tag).getAsJsonArray("layers")) {
      size += layer.getAsJsonObject().get("size").getAsLong();
    }
    return size;
  }
}
