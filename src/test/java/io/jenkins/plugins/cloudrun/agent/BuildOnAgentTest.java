package io.jenkins.plugins.cloudrun.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.cloudrun.image.BuildAccess;
import io.jenkins.plugins.cloudrun.image.BuildOrigin;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildOnAgentTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final String IMAGE = "europe-docker.pkg.dev/project/shop/shop";

  @TempDir Path folder;

  @Test
  void goesToAnAgentAndShowsNoToken() throws Exception {
    BuildOnAgent sent = build(ImageRequest.of(IMAGE).env(Map.of("A", "hush")).build());
    assertFalse(sent.toString().contains("hush"), sent.toString());
    BuildOnAgent arrived = copied(sent);
    assertEquals(sent.toString(), arrived.toString());
  }

  @Test
  void saysWhatAPersonCanMendAndLeavesNothingInTheWorkspace() throws Exception {
    Path workspace = Files.createDirectories(folder.resolve("work"));
    ImageRequest request = ImageRequest.of(IMAGE).jar("target/absent.jar").commit(SHA).build();
    AbortException refused =
        assertThrows(
            AbortException.class,
            () -> copied(build(request)).invoke(workspace.toFile(), channel()));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("target/absent.jar"), refused.getMessage());
    assertEquals(null, refused.getCause());
    try (var files = Files.list(workspace)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void wantsACommit() throws Exception {
    Path workspace = Files.createDirectories(folder.resolve("work"));
    AbortException refused =
        assertThrows(
            AbortException.class,
            () -> build(ImageRequest.of(IMAGE).build()).invoke(workspace.toFile(), channel()));
    assertTrue(String.valueOf(refused.getMessage()).contains("give commit"), refused.getMessage());
  }

  @Test
  void theAnswerIsTheStepsReturnValueAndCheckedWhenItArrives() throws Exception {
    String digest = "sha256:" + "a".repeat(64);
    ImageAnswer answer =
        new ImageAnswer(
            IMAGE,
            digest,
            IMAGE + "@" + digest,
            List.of(SHA),
            SHA,
            "",
            42,
            1,
            2,
            3,
            List.of(),
            0.5);
    assertEquals(answer, copied(answer));
    assertEquals(
        List.of(
            "image",
            "digest",
            "ref",
            "tags",
            "commit",
            "base",
            "sizeBytes",
            "layersPushed",
            "layersReused",
            "layersMounted",
            "findings",
            "seconds"),
        new ArrayList<>(answer.toMap().keySet()));
    assertEquals(answer.toMap(), copied(answer.toMap()));
    assertThrows(
        InvalidValueException.class,
        () ->
            new ImageAnswer(
                IMAGE,
                digest,
                "evil.example/x@" + digest,
                List.of(),
                SHA,
                "",
                1,
                1,
                1,
                1,
                List.of(),
                1));
  }

  private BuildOnAgent build(ImageRequest request) {
    return new BuildOnAgent(
        request,
        BuildOrigin.UNKNOWN,
        BuildAccess.of(new RegistryToken("hush", Instant.now().plusSeconds(60))),
        folder.resolve("agent/cloud-run-cache").toString(),
        TaskListener.NULL);
  }

  private static VirtualChannel channel() {
    return (VirtualChannel)
        Proxy.newProxyInstance(
            BuildOnAgentTest.class.getClassLoader(),
            new Class<?>[] {VirtualChannel.class},
            (proxy, method, arguments) -> {
              throw new AssertionError("nothing is asked of the controller: " + method);
            });
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"})
  private static <T> T copied(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
