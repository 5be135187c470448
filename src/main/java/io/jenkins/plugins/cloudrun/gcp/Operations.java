package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.api.gax.httpjson.longrunning.OperationsClient;
import com.google.api.gax.retrying.RetrySettings;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import java.util.Optional;
import java.util.Set;

/** Long-running operations by name; never awaited, only looked at. */
final class Operations {
  /** This client is made inside the library's and does not see the settings of the others. */
  private static final HttpJsonCallContext ONCE =
      HttpJsonCallContext.createDefault()
          .withRetryableCodes(Set.of())
          .withRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build());

  private Operations() {}

  static OperationState state(OperationsClient client, String name, Doing doing) throws Failure {
    Optional<Operation> operation =
        Calls.find(
            client.getOperationCallable().withDefaultCallContext(ONCE),
            GetOperationRequest.newBuilder().setName(name).build(),
            doing);
    // Operations are forgotten after a while: then the resource itself tells.
    return operation
        .map(
            known ->
                new OperationState(
                    known.getDone(),
                    known.hasError()
                        ? Optional.of(known.getError().getMessage())
                        : Optional.empty()))
        .orElse(new OperationState(true, Optional.empty()));
  }
}
