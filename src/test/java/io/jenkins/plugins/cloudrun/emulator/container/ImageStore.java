package io.jenkins.plugins.cloudrun.emulator.container;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Registry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Images unpacked into folders, one per digest, kept until the emulator's data are deleted. */
public final class ImageStore {
  private final Registry registry;
  private final Path folder;
  private final Set<Path> hostPaths;
  private final Map<String, Local> local = new HashMap<>();

  /**
   * @param folder where to unpack
   * @param hostPaths where links of images may lead
   */
  public ImageStore(Registry registry, Path folder, Set<Path> hostPaths) {
    this.registry = registry;
    this.folder = folder;
    this.hostPaths = hostPaths;
  }

  /** An image that can be run. */
  record Local(String digest, Path root, ImageConfig config) {}

  /** Where an image is: a reference in its parts. */
  private record Name(String host, String repository, String version) {
    static Optional<Name> parse(String image) {
      int slash = image.indexOf('/');
      if (slash < 0) {
        return Optional.empty();
      }
      String host = image.substring(0, slash);
      String rest = image.substring(slash + 1);
      int at = rest.indexOf('@');
      String version = at < 0 ? "latest" : rest.substring(at + 1);
      String path = at < 0 ? rest : rest.substring(0, at);
      int colon = path.indexOf(':');
      if (colon >= 0) {
        version = at < 0 ? path.substring(colon + 1) : version;
        path = path.substring(0, colon);
      }
      return Optional.of(new Name(host, path, version));
    }
  }

  /** The digest that an image has now, without unpacking it. */
  public Optional<String> digest(String image) {
    return Name.parse(image).flatMap(this::manifest).map(Registry.Manifest::digest);
  }

  /** Pulls an image, unless it is here. */
  synchronized Local pull(String image) throws LaunchFailure {
    Name name =
        Name.parse(image)
            .filter(n -> manifest(n).isPresent())
            .orElseThrow(
                () ->
                    new LaunchFailure(
                        LaunchFailure.Kind.IMAGE_MISSING, "Image '" + image + "' not found."));
    Registry.Manifest manifest = platform(image, name, manifest(name).orElseThrow());
    Local known = local.get(manifest.digest());
    if (known != null) {
      return known;
    }
    try {
      Local unpacked = unpack(image, name.repository(), manifest);
      local.put(manifest.digest(), unpacked);
      return unpacked;
    } catch (FileNotFoundException e) {
      throw new LaunchFailure(
          LaunchFailure.Kind.IMAGE_MISSING, "Image '" + image + "' not found: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      throw new LaunchFailure(
          LaunchFailure.Kind.IMAGE_UNSUITABLE,
          "The service has encountered an error during container import. Please try again later. "
              + e);
    }
  }

  private Optional<Registry.Manifest> manifest(Name name) {
    return registry.serves(name.host())
        ? registry.manifest(name.repository(), name.version())
        : Optional.empty();
  }

  /** The manifest for this machine, if the reference is an index. */
  private Registry.Manifest platform(String image, Name name, Registry.Manifest manifest)
      throws LaunchFailure {
    JsonObject json = JsonParser.parseString(manifest.content()).getAsJsonObject();
    if (!json.has("manifests")) {
      return manifest;
    }
    for (JsonElement element : json.getAsJsonArray("manifests")) {
      JsonObject entry = element.getAsJsonObject();
      JsonElement platform = entry.get("platform");
      if (platform != null
          && platform.getAsJsonObject().get("os").getAsString().equals("linux")
          && platform.getAsJsonObject().get("architecture").getAsString().equals(architecture())) {
        Optional<Registry.Manifest> found =
            registry.manifest(name.repository(), entry.get("digest").getAsString());
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw unsupported(image, manifest.mediaType());
  }

  private Local unpack(String image, String repository, Registry.Manifest manifest)
      throws IOException, LaunchFailure {
    JsonObject json = JsonParser.parseString(manifest.content()).getAsJsonObject();
    ImageConfig config;
    try (InputStream in =
        registry.blob(repository, json.getAsJsonObject("config").get("digest").getAsString())) {
      config = ImageConfig.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    if (!config.os().equals("linux") || !config.architecture().equals(architecture()) || !linux) {
      throw unsupported(image, manifest.mediaType());
    }
    Path root = folder.resolve(manifest.digest().replace("sha256:", ""));
    Path complete = folder.resolve(root.getFileName() + ".complete");
    if (!Files.exists(complete)) {
      Layers.delete(root);
      Files.createDirectories(root);
      Layers layers = new Layers(root.toRealPath(), hostPaths);
      for (JsonElement layer : json.getAsJsonArray("layers")) {
        layers.apply(
            registry.blob(repository, layer.getAsJsonObject().get("digest").getAsString()));
      }
      Files.createFile(complete);
    }
    return new Local(manifest.digest(), root.toRealPath(), config);
  }

  private static LaunchFailure unsupported(String image, String mediaType) {
    return new LaunchFailure(
        LaunchFailure.Kind.IMAGE_UNSUITABLE,
        "Cloud Run does not support image '%s': Container manifest type '%s' must support %s/linux."
            .formatted(image, mediaType, architecture()));
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
