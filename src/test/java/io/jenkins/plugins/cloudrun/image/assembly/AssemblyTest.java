package io.jenkins.plugins.cloudrun.image.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import io.jenkins.plugins.cloudrun.image.layer.TarListing;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Formats, what jib's plan has no words for, and bases of every sort. */
class AssemblyTest {
  private static final String DOCKER_LAYER = MediaTypes.DOCKER.layer();
  private static final String OCI_LAYER = MediaTypes.OCI.layer();
  private static final String ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";
  private static final LayerBlob LAYER =
      new LayerBlob(digest('a'), 10, digest('b'), Path.of("layer.tar.gz"));

  @Test
  void theBasesLayersAreListedInTheWordsOfTheImage() {
    Base docker = base(List.of(DOCKER_LAYER), "{}");
    Base oci = base(List.of(OCI_LAYER), "{}");
    assertEquals(List.of(OCI_LAYER, OCI_LAYER), layerTypes(image(ImageFormat.OCI, docker)));
    assertEquals(List.of(DOCKER_LAYER, DOCKER_LAYER), layerTypes(image(ImageFormat.Docker, oci)));
    assertEquals(List.of(OCI_LAYER, OCI_LAYER), layerTypes(image(ImageFormat.OCI, oci)));
    Base unknown = base(List.of("application/x-unknown"), "{}");
    assertEquals(
        List.of("application/x-unknown", DOCKER_LAYER),
        layerTypes(image(ImageFormat.Docker, unknown)));
  }

  @Test
  void aBaseThatDockersFormatCannotNameMakesAnOciImage() {
    Image image = image(ImageFormat.Docker, base(List.of(ZSTD), "{}"));
    assertEquals(MediaTypes.OCI.manifest(), image.mediaType());
    assertEquals(List.of(ZSTD, OCI_LAYER), layerTypes(image));
    assertEquals(MediaTypes.OCI.config(), image.config().mediaType());
  }

  @Test
  void theManifestSaysWhatIsPushed() throws IOException {
    Base base = base(List.of(DOCKER_LAYER), "{}");
    Image image =
        Assembly.assemble(
            plan(ImageFormat.OCI),
            Optional.of(base),
            ConfigExtras.NONE,
            List.of(LAYER),
            Map.of("z", "last", "a", "<first>"));
    JsonObject manifest = json(image.manifest());
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
            + "\"digest\":\""
            + image.config().digest()
            + "\",\"size\":"
            + image.config().size()
            + "},\"layers\":[{\"mediaType\":\""
            + OCI_LAYER
            + "\",\"digest\":\""
            + digest('0')
            + "\",\"size\":7},{\"mediaType\":\""
            + OCI_LAYER
            + "\",\"digest\":\""
            + digest('a')
            + "\",\"size\":10}],\"annotations\":{\"a\":\"<first>\",\"z\":\"last\"}}",
        new String(image.manifest(), StandardCharsets.UTF_8));
    assertEquals(2, manifest.get("schemaVersion").getAsInt());
    assertEquals(
        image.digest().value(),
        "sha256:" + TarListing.hash(new ByteArrayInputStream(image.manifest())));
    byte[] config = ((Blob.Origin.InMemory) image.config().origin()).bytes();
    assertEquals(config.length, image.config().size());
    assertEquals(
        image.config().digest().value(),
        "sha256:" + TarListing.hash(new ByteArrayInputStream(config)));
  }

  @Test
  void dockersFormatHasNoAnnotations() {
    Image image =
        Assembly.assemble(
            plan(ImageFormat.Docker),
            Optional.empty(),
            ConfigExtras.NONE,
            List.of(LAYER),
            Map.of("a", "b"));
    assertFalse(json(image.manifest()).has("annotations"));
    assertEquals(MediaTypes.DOCKER.manifest(), image.mediaType());
  }

  @Test
  void extrasComeOnTopOfTheBases() {
    String config =
        "{'author':'base','config':{'StopSignal':'SIGINT','Shell':['/bin/bash'],'OnBuild':['RUN"
            + " x'],'Cmd':['serve'],'Entrypoint':['/e'],"
            + "'Healthcheck':{'Test':['CMD','true'],'Interval':1000}}}";
    Base base = base(List.of(DOCKER_LAYER), config);
    JsonObject kept = run(ImageFormat.Docker, base, ConfigExtras.NONE);
    assertEquals("SIGINT", kept.get("StopSignal").getAsString());
    assertEquals("[\"/bin/bash\"]", kept.get("Shell").toString());
    assertFalse(kept.has("OnBuild"), "it was meant for the build of this image");
    assertEquals("{\"Test\":[\"CMD\",\"true\"],\"Interval\":1000}", check(kept));
    assertEquals("[\"serve\"]", kept.get("Cmd").toString());
    assertFalse(run(ImageFormat.OCI, base, ConfigExtras.NONE).has("Healthcheck"));

    ConfigExtras extras =
        new ConfigExtras(
            Optional.of("SIGQUIT"),
            List.of("/bin/sh", "-c"),
            List.of("COPY . ."),
            Optional.of("{\"Test\":[\"NONE\"]}"),
            true,
            Optional.of("somebody"));
    JsonObject own = run(ImageFormat.Docker, base, extras);
    assertEquals("SIGQUIT", own.get("StopSignal").getAsString());
    assertEquals("[\"/bin/sh\",\"-c\"]", own.get("Shell").toString());
    assertEquals("[\"COPY . .\"]", own.get("OnBuild").toString());
    assertEquals("{\"Test\":[\"NONE\"]}", check(own));
    assertFalse(own.has("Cmd"));
    assertEquals("[\"/e\"]", own.get("Entrypoint").toString());
    Image image =
        Assembly.assemble(
            plan(ImageFormat.Docker), Optional.of(base), extras, List.of(LAYER), Map.of());
    assertEquals("somebody", SameAsJibTest.config(image).get("author").getAsString());
  }

  @Test
  void historyHasAnEntryForEachLayer() {
    String config =
        "{'history':[{'created_by':'ADD rootfs','author':'x'},{'created_by':'ENV"
            + " A','empty_layer':true}]}";
    Image image = image(ImageFormat.Docker, base(List.of(DOCKER_LAYER, DOCKER_LAYER), config));
    assertEquals(
        List.of(
            "{\"created_by\":\"ADD rootfs\",\"author\":\"x\"}",
            "{\"created_by\":\"ENV A\",\"empty_layer\":true}",
            "{\"created\":\"1970-01-01T00:00:00Z\","
                + "\"comment\":\"layer of the base image, whose history does not tell more\"}",
            "{\"created\":\"1970-01-01T00:00:00Z\",\"created_by\":\"COPY . /app\","
                + "\"comment\":\"cloudRunBuild\"}"),
        SameAsJibTest.config(image).getAsJsonArray("history").asList().stream()
            .map(Object::toString)
            .toList());
  }

  @Test
  void nullsOfGoAreNothing() {
    String config =
        "{'variant':'v8','history':null,'config':{'Env':null,'Labels':null,'Cmd':null,"
            + "'Volumes':null,'User':'','ExposedPorts':null,'Healthcheck':null}}";
    Image image = image(ImageFormat.Docker, base(List.of(DOCKER_LAYER), config));
    JsonObject json = SameAsJibTest.config(image);
    assertEquals("{}", json.get("config").toString());
    assertEquals("v8", json.get("variant").getAsString());
  }

  @Test
  void fromScratchThePlatformIsThePlans() {
    Image image =
        Assembly.assemble(
            plan(ImageFormat.Docker),
            Optional.empty(),
            ConfigExtras.NONE,
            List.of(LAYER),
            Map.of());
    JsonObject json = SameAsJibTest.config(image);
    assertEquals("amd64", json.get("architecture").getAsString());
    assertEquals("linux", json.get("os").getAsString());
    assertEquals(
        "[\"" + digest('b') + "\"]", json.getAsJsonObject("rootfs").get("diff_ids").toString());
  }

  @Test
  void aBaseThatContradictsItselfIsRefused() {
    Base good = base(List.of(DOCKER_LAYER), "{}");
    List<Blob> twice = List.of(good.layers().get(0), good.layers().get(0));
    Base bad = new Base("gcr.io/x/y", good.reference(), good.mediaType(), twice, good.config());
    InvalidValueException e =
        assertThrows(InvalidValueException.class, () -> image(ImageFormat.Docker, bad));
    assertTrue(e.getMessage().contains("gcr.io/x/y is broken"), e.getMessage());
    assertTrue(e.getMessage().contains("2 layers and its configuration 1"), e.getMessage());
  }

  private static String check(JsonObject run) {
    return run.get("Healthcheck").toString();
  }

  private static JsonObject run(ImageFormat format, Base base, ConfigExtras extras) {
    Image image =
        Assembly.assemble(plan(format), Optional.of(base), extras, List.of(LAYER), Map.of());
    return SameAsJibTest.config(image).getAsJsonObject("config");
  }

  private static Image image(ImageFormat format, Base base) {
    return Assembly.assemble(
        plan(format), Optional.of(base), ConfigExtras.NONE, List.of(LAYER), Map.of());
  }

  private static ContainerBuildPlan plan(ImageFormat format) {
    return ContainerBuildPlan.builder()
        .setFormat(format)
        .setCreationTime(Instant.EPOCH)
        .setLayers(List.of(new EntriesLayer("COPY . /app", List.of())))
        .build();
  }

  private static List<String> layerTypes(Image image) {
    List<String> types = new ArrayList<>();
    json(image.manifest())
        .getAsJsonArray("layers")
        .forEach(layer -> types.add(layer.getAsJsonObject().get("mediaType").getAsString()));
    assertEquals(types, image.layers().stream().map(Blob::mediaType).toList());
    return types;
  }

  private static JsonObject json(byte[] bytes) {
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  private static Base base(List<String> types, String config) {
    ImageReference reference = ImageReference.parse("example.com/base/base:1");
    List<Blob> layers = new ArrayList<>();
    List<String> diffIds = new ArrayList<>();
    for (String type : types) {
      Blob.Origin origin = new Blob.Origin.InRepository(reference.name());
      layers.add(new Blob(digest((char) ('0' + layers.size())), 7, type, origin));
      diffIds.add("'" + digest((char) ('0' + layers.size())) + "'");
    }
    JsonObject json = JsonParser.parseString(config.replace('\'', '"')).getAsJsonObject();
    String rootfs = "{'type':'layers','diff_ids':[" + String.join(",", diffIds) + "]}";
    json.add("rootfs", JsonParser.parseString(rootfs.replace('\'', '"')));
    return new Base("base", reference, MediaTypes.DOCKER.manifest(), layers, json);
  }

  private static ImageDigest digest(char digit) {
    return new ImageDigest("sha256:" + String.valueOf(digit).repeat(64));
  }
}
