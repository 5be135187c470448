package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.protobuf.ByteString;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** IAM policies of resources: replaced as a whole, guarded by their etag. */
public final class Policies {
  private static final String INVOKER = "roles/run.invoker";
  private static final Policy NONE =
      Policy.newBuilder().setEtag(ByteString.copyFrom(new byte[] {0, 1})).build();

  private final World world;
  private final Map<String, Policy> policies = new HashMap<>();
  private long version;

  public Policies(World world) {
    this.world = world;
  }

  /**
   * Answers the three calls for one kind of resource.
   *
   * @param service of the protos, such as {@code Services}
   * @param kind as in permissions, such as {@code services}
   * @param exists refuses a name that is not there
   */
  void register(Handlers handlers, String service, String kind, Consumer<String> exists) {
    handlers.on(
        service + ".GetIamPolicy",
        GetIamPolicyRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getResource());
          world.access().check(context.caller(), "run." + kind + ".getIamPolicy", name);
          return world.locked(
              () -> {
                exists.accept(name);
                return policies.getOrDefault(name, NONE);
              });
        });
    handlers.on(
        service + ".SetIamPolicy",
        SetIamPolicyRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getResource());
          world.access().check(context.caller(), "run." + kind + ".setIamPolicy", name);
          return world.locked(
              () -> {
                exists.accept(name);
                return set(name, request.getPolicy());
              });
        });
    handlers.on(
        service + ".TestIamPermissions",
        TestIamPermissionsRequest.getDefaultInstance(),
        (request, context) -> {
          String email = context.caller().email();
          world.access().checkApi("run." + kind + ".get");
          request.getPermissionsList().stream()
              .filter(permission -> !permission.startsWith("run." + kind + "."))
              .findFirst()
              .ifPresent(
                  permission -> {
                    throw ApiException.invalid(
                        "Permission %s is not valid for this resource.".formatted(permission));
                  });
          return TestIamPermissionsResponse.newBuilder()
              .addAllPermissions(
                  request.getPermissionsList().stream()
                      .filter(permission -> world.access().may(email, permission))
                      .toList())
              .build();
        });
  }

  private Policy set(String name, Policy wanted) {
    Policy current = policies.getOrDefault(name, NONE);
    if (!wanted.getEtag().isEmpty() && !wanted.getEtag().equals(current.getEtag())) {
      throw ApiException.aborted(
          "There were concurrent policy changes. Please retry the whole read-modify-write with"
              + " exponential backoff.");
    }
    wanted
        .getBindingsList()
        .forEach(
            binding -> {
              if (!binding.getRole().startsWith("roles/")) {
                throw ApiException.invalid(
                    "Role " + binding.getRole() + " is not supported for this resource.");
              }
            });
    byte[] etag = ByteBuffer.allocate(8).putLong(++version + (6L << 40)).array();
    Policy stored = wanted.toBuilder().setVersion(1).setEtag(ByteString.copyFrom(etag)).build();
    policies.put(name, stored);
    return stored;
  }

  void forget(String name) {
    policies.remove(name);
  }

  boolean mayInvoke(String name, String member) {
    return policies.getOrDefault(name, NONE).getBindingsList().stream()
        .anyMatch(
            binding ->
                binding.getRole().equals(INVOKER) && binding.getMembersList().contains(member));
  }
}
