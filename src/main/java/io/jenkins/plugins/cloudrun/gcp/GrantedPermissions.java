package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code testIamPermissions}: what an account may do with a resource. Asking needs no role. */
final class GrantedPermissions {
  private final RestCalls calls;

  GrantedPermissions(RestCalls calls) {
    this.calls = calls;
  }

  /**
   * Those of {@code wanted} that the account has.
   *
   * @param resource its address, without the verb
   */
  Set<String> of(String resource, List<String> wanted, Doing doing) throws Failure {
    JsonArray list = new JsonArray();
    wanted.forEach(list::add);
    JsonObject body = new JsonObject();
    body.add("permissions", list);
    JsonObject answer = calls.post(resource + ":testIamPermissions", body, doing);
    Set<String> granted = new LinkedHashSet<>();
    if (answer.get("permissions") instanceof JsonArray told) {
      for (JsonElement each : told) {
        granted.add(each.getAsString());
      }
    }
    return granted;
  }
}
