package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.gax.httpjson.longrunning.OperationsClient;
import com.google.api.gax.rpc.NotFoundException;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import java.util.Optional;

/** Long-running operations by name; never awaited, only looked at. */
final class Operations {
  private Operations() {}

  static OperationState state(OperationsClient client, String name, Doing doing) throws Failure {
    try {
      Operation operation =
          client
              .getOperationCallable()
              .call(GetOperationRequest.newBuilder().setName(name).build());
      return new OperationState(
          operation.getDone(),
          operation.hasError() ? Optional.of(operation.getError().getMessage()) : Optional.empty());
    } catch (NotFoundException e) {
      // Operations are forgotten after a while: then the resource itself tells.
      return new OperationState(true, Optional.empty());
    } catch (RuntimeException e) {
      throw Failures.of(e, doing);
    }
  }
}
