package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.rollout.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of steps that shift traffic in steps, asked by gates and by people. */
public abstract class ShiftFields extends ServiceFields {
  private static final long serialVersionUID = 1L;

  private @Nullable List<GateSettings> gates;
  private @Nullable List<CanaryStepSettings> canary;
  private @Nullable ApprovalSettings approval;
  private @Nullable String onFailure;
  private @Nullable String override;

  ShiftFields(@Nullable String service) {
    super(service);
  }

  public final @Nullable List<GateSettings> getGates() {
    return gates;
  }

  @DataBoundSetter
  public final void setGates(@Nullable List<GateSettings> gates) {
    this.gates = Given.list(gates);
  }

  public final @Nullable List<CanaryStepSettings> getCanary() {
    return canary;
  }

  @DataBoundSetter
  public final void setCanary(@Nullable List<CanaryStepSettings> canary) {
    this.canary = Given.list(canary);
  }

  public final @Nullable ApprovalSettings getApproval() {
    return approval;
  }

  @DataBoundSetter
  public final void setApproval(@Nullable ApprovalSettings approval) {
    this.approval = approval;
  }

  public final @Nullable String getOnFailure() {
    return onFailure;
  }

  @DataBoundSetter
  public final void setOnFailure(@Nullable String onFailure) {
    this.onFailure = Given.text(onFailure, Parameters.spelled(Plan.OnFailure.ROLLBACK));
  }

  public final @Nullable String getOverride() {
    return override;
  }

  @DataBoundSetter
  public final void setOverride(@Nullable String override) {
    this.override = Given.text(override);
  }
}
