package io.jenkins.plugins.cloudrun.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.IdTokenProvider;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.longrunning.Operation;
import io.jenkins.plugins.cloudrun.emulator.app.Echo;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image pushed over HTTP, deployed with a service account's key, called with its token. */
class LoopbackCloudTest {
  private static final String PARENT = "projects/demo-project/locations/europe-west1";

  @Test
  void anImageIsPushedDeployedAndCalled(@TempDir Path data) throws Exception {
    Options options = Options.in(data);
    try (LoopbackCloud cloud = LoopbackCloud.start(options)) {
      String deployer = options.accounts().get(0);
      String base = cloud.baseImage(Path.of("target", "base-images")).reference();
      String image = cloud.registryHost() + "/demo-project/apps/echo:1";
      String token = cloud.tokens().accessTokenFor(deployer);
      Path classes =
          Path.of(Echo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String file = Echo.class.getName().replace('.', '/') + ".class";
      var pushed =
          Jib.from(RegistryImage.named(base).addCredential("oauth2accesstoken", token))
              .addFileEntriesLayer(
                  FileEntriesLayer.builder()
                      .addEntry(classes.resolve(file), AbsoluteUnixPath.get("/app/classes/" + file))
                      .build())
              .setEntrypoint("java", "-cp", "/app/classes", Echo.class.getName())
              .containerize(
                  Containerizer.to(
                          RegistryImage.named(image).addCredential("oauth2accesstoken", token))
                      .setAllowInsecureRegistries(true)
                      .setBaseImageLayersCache(data.resolve("jib-base"))
                      .setApplicationLayersCache(data.resolve("jib-app")));

      ServiceAccountCredentials key =
          ServiceAccountCredentials.fromStream(
              new ByteArrayInputStream(
                  cloud.serviceAccountKey(deployer).getBytes(StandardCharsets.UTF_8)));
      var scoped = key.createScoped(List.of("https://www.googleapis.com/auth/cloud-platform"));
      try (ServicesClient services =
          ServicesClient.create(
              ServicesSettings.newHttpJsonBuilder()
                  .setCredentialsProvider(FixedCredentialsProvider.create(scoped))
                  .setEndpoint(cloud.api().toString())
                  .build())) {
        Operation operation =
            services
                .createServiceCallable()
                .call(
                    CreateServiceRequest.newBuilder()
                        .setParent(PARENT)
                        .setServiceId("echo")
                        .setService(
                            Service.newBuilder()
                                .setTemplate(
                                    RevisionTemplate.newBuilder()
                                        .addContainers(
                                            Container.newBuilder()
                                                .setImage(
                                                    image.substring(0, image.lastIndexOf(':'))
                                                        + "@"
                                                        + pushed.getDigest()))))
                        .build());
        for (int i = 0; i < 600 && !operation.getDone(); i++) {
          Thread.sleep(100);
          operation = services.getHttpJsonOperationsClient().getOperation(operation.getName());
        }
        assertEquals("", operation.getError().getMessage());
        String url = operation.getResponse().unpack(Service.class).getUri();
        assertEquals(403, Rig.get(url).statusCode());
        String identity =
            key.idTokenWithAudience(url, List.<IdTokenProvider.Option>of()).getTokenValue();
        var answer = Rig.get(url + "/hello", "Authorization", "Bearer " + identity);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("GET /hello"), answer.body());
      }
    }
  }
}
