package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.longrunning.Operation;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Services over the Admin API v2. A new service is made with CreateService rather than with an
 * update that allows missing: an update without an etag would overwrite a service that somebody
 * else made in between.
 */
final class CloudRunClient implements CloudRun {
  private static final String INVOKER = "roles/run.invoker";
  private static final String EVERYONE = "allUsers";

  /** The first that shows conditions: an older one, written back, would lose them. */
  private static final int POLICY_VERSION = 3;

  private final RunConnection connection;
  private final LogReader logs;

  CloudRunClient(RunConnection connection, LogReader logs) {
    this.connection = connection;
    this.logs = logs;
  }

  @Override
  public Optional<ServiceState> service(ServiceKey key) throws Failure {
    return read(key).map(service -> ServiceProtos.state(key, service));
  }

  private Optional<Service> read(ServiceKey key) throws Failure {
    return Calls.find(
        connection.services.getServiceCallable(),
        GetServiceRequest.newBuilder().setName(key.resource()).build(),
        Doing.read(key, key.region().value()));
  }

  @Override
  public Optional<RevisionState> revision(ServiceKey key, RevisionName name) throws Failure {
    return Calls.find(
            connection.revisions.getRevisionCallable(),
            GetRevisionRequest.newBuilder().setName(key.resource() + "/revisions/" + name).build(),
            Doing.read("revision " + name + " of " + key, key.region().value()))
        .map(ServiceProtos::state);
  }

  @Override
  public String apply(ServiceChange change) throws Failure {
    ServiceKey key = change.key();
    Optional<Service> now = read(key);
    if (!now.map(Service::getEtag).equals(change.etag())) {
      throw changed(key, now, null);
    }
    try {
      Operation operation = now.isPresent() ? update(now.get(), change) : create(change);
      return operation.getName();
    } catch (Failure.Permanent e) {
      boolean raced = now.isEmpty() && e.reason() == Failure.Reason.EXISTS;
      throw raced || e.reason() == Failure.Reason.CONFLICT ? changed(key, read(key), e) : e;
    }
  }

  private Operation create(ServiceChange change) throws Failure {
    ServiceKey key = change.key();
    return Calls.call(
        connection.services.createServiceCallable(),
        CreateServiceRequest.newBuilder()
            .setParent("projects/" + key.project() + "/locations/" + key.region())
            .setServiceId(key.service().value())
            .setService(ServiceProtos.changed(ServiceProtos.none(), change))
            .build(),
        Doing.write("create", key, key.region().value()));
  }

  private Operation update(Service now, ServiceChange change) throws Failure {
    return Calls.call(
        connection.services.updateServiceCallable(),
        UpdateServiceRequest.newBuilder()
            .setService(ServiceProtos.changed(now, change))
            .setUpdateMask(ServiceProtos.mask(change))
            .build(),
        Doing.write("update", change.key(), change.key().region().value()));
  }

  /** What a person needs to know when somebody else was faster. */
  private static Failure changed(
      ServiceKey key, Optional<Service> now, Failure.@Nullable Permanent refusal) {
    return new Failure.Permanent(
        Failure.Reason.CONFLICT,
        "The "
            + key
            + " changed while it was about to be written"
            + now.map(
                    service ->
                        ": it has generation "
                            + service.getGeneration()
                            + " now, last changed by "
                            + service.getLastModifier()
                            + " (latest revision "
                            + ServiceProtos.last(service.getLatestCreatedRevision())
                            + ")")
                .orElse(": it is gone")
            + "."
            + (refusal == null
                ? " Look at what changed, then try again."
                : " " + refusal.explanation()),
        refusal);
  }

  @Override
  public OperationState operation(ServiceKey key, String name) throws Failure {
    return Operations.state(
        connection.services.getHttpJsonOperationsClient(),
        name,
        Doing.read("the operation on " + key, key.region().value()));
  }

  @Override
  public boolean isPublic(ServiceKey key) throws Failure {
    Optional<Service> service = read(key);
    if (service.filter(Service::getInvokerIamDisabled).isPresent()) {
      return true;
    }
    return policy(key).getBindingsList().stream().anyMatch(CloudRunClient::letsEveryoneIn);
  }

  private Policy policy(ServiceKey key) throws Failure {
    return Calls.call(
        connection.services.getIamPolicyCallable(),
        GetIamPolicyRequest.newBuilder()
            .setResource(key.resource())
            .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(POLICY_VERSION))
            .build(),
        new Doing(
            "read the policy of " + key,
            false,
            key.region().value(),
            "roles/run.admin or roles/run.developer"));
  }

  private static boolean letsEveryoneIn(Binding binding) {
    return binding.getRole().equals(INVOKER)
        && !binding.hasCondition()
        && binding.getMembersList().contains(EVERYONE);
  }

  @Override
  public void setPublic(ServiceKey key, boolean everyone) throws Failure {
    Policy before = policy(key);
    if (before.getBindingsList().stream().anyMatch(CloudRunClient::letsEveryoneIn) == everyone) {
      return;
    }
    Policy.Builder after = before.toBuilder().clearBindings().setVersion(POLICY_VERSION);
    boolean added = false;
    for (Binding binding : before.getBindingsList()) {
      if (!binding.getRole().equals(INVOKER) || binding.hasCondition()) {
        after.addBindings(binding);
        continue;
      }
      List<String> members =
          binding.getMembersList().stream().filter(m -> !m.equals(EVERYONE)).toList();
      Binding.Builder next = binding.toBuilder().clearMembers().addAllMembers(members);
      if (everyone && !added) {
        next.addMembers(EVERYONE);
        added = true;
      }
      if (next.getMembersCount() > 0) {
        after.addBindings(next);
      }
    }
    if (everyone && !added) {
      after.addBindings(Binding.newBuilder().setRole(INVOKER).addMembers(EVERYONE));
    }
    // The policy's own etag travels in it: a change in between is refused, not overwritten.
    Policy unused =
        Calls.call(
            connection.services.setIamPolicyCallable(),
            SetIamPolicyRequest.newBuilder().setResource(key.resource()).setPolicy(after).build(),
            new Doing(
                "set who may call " + key,
                true,
                key.region().value(),
                "roles/run.admin (run.services.setIamPolicy); leave allowUnauthenticated out to keep the policy as it is"));
  }

  @Override
  public List<String> logs(ServiceKey key, RevisionName revision, int atMost) throws Failure {
    return logs.revision(key, revision, atMost);
  }
}
