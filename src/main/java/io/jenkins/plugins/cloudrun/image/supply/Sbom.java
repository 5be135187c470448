package io.jenkins.plugins.cloudrun.image.supply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;

/**
 * A bill of materials in CycloneDX 1.6, JSON. Nothing in it is random or of the clock: the same
 * image has the same bill, byte for byte.
 */
public final class Sbom {
  /** Of the document, and of the manifest that carries it. */
  public static final String MEDIA_TYPE = "application/vnd.cyclonedx+json";

  private static final String PATH = "io.jenkins.plugins.cloud-run:path";
  private static final int MOST_COMPONENTS = 20_000;
  private static final int MOST_PATHS = 20;

  private final PartsCache cache;

  public Sbom(PartsCache cache) {
    this.cache = cache;
  }

  /**
   * Of an image.
   *
   * @param layers that were added to the base, from the bottom up
   * @param system packages that the databases of the base list; of its other files none is listed,
   *     the base itself is
   * @param base by digest, with its name; empty for {@code scratch}
   * @param time of the commit; empty leaves it out
   * @throws IOException if a layer is not known yet and one of its files cannot be read
   */
  public byte[] of(
      ImageName name,
      ImageDigest digest,
      List<Contents> layers,
      BasePackages system,
      Optional<ImageReference> base,
      Optional<Instant> time)
      throws IOException, InterruptedException {
    List<Part> parts = new ArrayList<>(system.parts());
    for (Contents contents : layers) {
      Optional<List<Part>> known = cache.find(contents.digest());
      List<Part> found = known.isPresent() ? known.get() : LayerParts.of(contents.layer());
      if (known.isEmpty()) {
        cache.save(contents.digest(), found);
      }
      parts.addAll(found);
    }
    Bom bom = new Bom();
    bom.setVersion(1);
    Component image = image(name, digest);
    Metadata metadata = new Metadata();
    metadata.setTimestamp(time.map(Date::from).orElse(null));
    metadata.setComponent(image);
    bom.setMetadata(metadata);
    Dependency dependency = new Dependency(image.getBomRef());
    List<Component> components = new ArrayList<>();
    base.ifPresent(b -> components.add(image(b.name(), b.digest().orElseThrow())));
    components.addAll(components(parts));
    for (Component component : components) {
      bom.addComponent(component);
      dependency.addDependency(new Dependency(component.getBomRef()));
    }
    bom.addDependency(dependency);
    return json(bom);
  }

  private static Component image(ImageName name, ImageDigest digest) {
    Component image = new Component();
    image.setType(Component.Type.CONTAINER);
    image.setName(name.toString());
    image.setVersion(digest.value());
    image.setPurl(purl(name, digest));
    image.setBomRef(name + "@" + digest);
    image.addHash(new Hash(Hash.Algorithm.SHA_256, digest.value().substring(7)));
    return image;
  }

  /** {@code pkg:oci/NAME@DIGEST?repository_url=REGISTRY/PATH}. */
  private static String purl(ImageName name, ImageDigest digest) {
    String path = name.path();
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("arch", "amd64");
    qualifiers.put("repository_url", name.toString());
    try {
      return new PackageURL(
              "oci",
              null,
              path.substring(path.lastIndexOf('/') + 1),
              digest.value(),
              qualifiers,
              null)
          .canonicalize();
    } catch (MalformedPackageURLException e) {
      throw new IllegalStateException("An image's name is a package's name", e);
    }
  }

  /** One for each package, wherever it was found; files by their path. */
  private static List<Component> components(List<Part> parts) {
    Map<String, List<Part>> byReference = new TreeMap<>();
    for (Part part : parts) {
      Optional<String> purl = part.purl();
      String reference =
          purl.map(p -> part.sha256().isEmpty() ? p : p + "#" + part.sha256().substring(0, 16))
              .orElse("file:" + part.path());
      if (byReference.size() < MOST_COMPONENTS || byReference.containsKey(reference)) {
        byReference.computeIfAbsent(reference, r -> new ArrayList<>()).add(part);
      }
    }
    List<Component> components = new ArrayList<>();
    byReference.forEach((reference, same) -> components.add(component(reference, same)));
    return components;
  }

  private static Component component(String reference, List<Part> same) {
    Part part = same.get(same.size() - 1);
    Component component = new Component();
    component.setBomRef(reference);
    component.setType(part.isFile() ? Component.Type.FILE : Component.Type.LIBRARY);
    if (!part.group().isEmpty()) {
      component.setGroup(part.group());
    }
    component.setName(part.isFile() ? part.path() : part.name());
    if (!part.version().isEmpty()) {
      component.setVersion(part.version());
    }
    part.purl().ifPresent(component::setPurl);
    if (!part.sha256().isEmpty()) {
      component.addHash(new Hash(Hash.Algorithm.SHA1, part.sha1()));
      component.addHash(new Hash(Hash.Algorithm.SHA_256, part.sha256()));
    }
    if (!part.isFile()) {
      same.stream()
          .map(Part::path)
          .distinct()
          .sorted()
          .limit(MOST_PATHS)
          .forEach(path -> component.addProperty(property(path)));
    }
    return component;
  }

  private static Property property(String path) {
    Property property = new Property();
    property.setName(PATH);
    property.setValue(path);
    return property;
  }

  /**
   * The library's model says how its parts are written. Its own generators are not used: they bring
   * a validator and readers of XML, and are of no use here.
   */
  private static byte[] json(Bom bom) {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Dependency.class, new DependencyJson());
    ObjectMapper mapper = new ObjectMapper();
    mapper.registerModule(module);
    mapper.setSerializationInclusion(JsonInclude.Include.NON_EMPTY);
    ObjectNode document = mapper.createObjectNode();
    document.put("bomFormat", "CycloneDX");
    document.put("specVersion", "1.6");
    document.setAll((ObjectNode) mapper.valueToTree(bom));
    try {
      return mapper.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A bill of materials could not be written", e);
    }
  }

  /** In JSON, what something depends on is a list of references; in XML they are elements. */
  private static final class DependencyJson extends JsonSerializer<Dependency> {
    @Override
    public void serialize(Dependency value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartObject();
      out.writeStringField("ref", value.getRef());
      if (value.getDependencies() != null && !value.getDependencies().isEmpty()) {
        out.writeArrayFieldStart("dependsOn");
        for (Dependency on : value.getDependencies()) {
          out.writeString(on.getRef());
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    }
  }
}
