package io.jenkins.plugins.cloudrun.platform;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.app.Fickle;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.nio.file.Path;
import java.util.Set;

/** Images of {@link Fickle} in the registry of a cloud. */
final class FickleImage {
  private FickleImage() {}

  /** An image that serves, in the registry of a cloud. */
  static ImageReference push(LoopbackCloud cloud, Path folder, String tag) throws Exception {
    String project = cloud.emulator().options().project();
    String base = cloud.baseImage(Path.of("target/base-image")).reference();
    String reference = cloud.registryHost() + "/" + project + "/apps/shop:" + tag;
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Path classes =
        Path.of(Fickle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String type = Fickle.class.getName().replace('.', '/') + ".class";
    Jib.from(registry(cloud, base))
        .setPlatforms(Set.of(new Platform(architecture, "linux")))
        .addFileEntriesLayer(
            FileEntriesLayer.builder()
                .addEntry(classes.resolve(type), AbsoluteUnixPath.get("/app/" + type))
                .build())
        .addEnvironmentVariable("START", "well")
        .addLabel("version", tag)
        .setEntrypoint("/opt/java/bin/java", "-cp", "/app", Fickle.class.getName())
        .containerize(
            Containerizer.to(registry(cloud, reference))
                .setBaseImageLayersCache(folder.resolve("jib/base"))
                .setApplicationLayersCache(folder.resolve("jib/layers"))
                .setAllowInsecureRegistries(true));
    return ImageReference.parse(reference);
  }

  private static RegistryImage registry(LoopbackCloud cloud, String reference) throws Exception {
    String account =
        "deployer@" + cloud.emulator().options().project() + ".iam.gserviceaccount.com";
    RegistryImage image = RegistryImage.named(reference);
    image.addCredential("oauth2accesstoken", cloud.tokens().accessTokenFor(account));
    return image;
  }
}
