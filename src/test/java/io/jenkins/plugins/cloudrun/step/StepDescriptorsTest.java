package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.LightModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.junit.jupiter.api.Test;

final class StepDescriptorsTest {
  private final DeployStep.DescriptorImpl deploy = new DeployStep.DescriptorImpl();

  @Test
  void flatArgumentsAreWrappedOnceWhoeverDoesIt() {
    Map<String, Object> flat = Map.of("service", "shop", "env", Map.of("A", "b,c"));
    Map<String, Object> wrapped = Map.of("settings", flat);
    assertEquals(wrapped, deploy.customInstantiate(flat));
    assertEquals(wrapped, deploy.customInstantiate(wrapped));
  }

  @Test
  void aCallMakesAStepAndTheStepTheSameCall() throws Exception {
    Map<String, Object> call =
        Map.of(
            "service", "shop",
            "env", Map.of("A", "b,c"),
            "canary", List.of(Map.of("percent", 5, "bake", "5m")));
    DeployStep step = LightModel.instantiate(DeployStep.class, call);
    Map<String, ?> snippet = LightModel.uninstantiate(step).getArguments();
    assertEquals(List.of("service", "canary", "env"), List.copyOf(snippet.keySet()));
    assertEquals(Map.of("A", "b,c"), snippet.get("env"));
    assertEquals(List.of(Map.of("percent", 5, "bake", "5m")), snippet.get("canary"));
    DeploySettings again = LightModel.instantiate(DeployStep.class, snippet).getSettings();
    assertEquals("shop", again.getService());
  }

  @Test
  void anArgumentWithoutANameIsRefused() {
    String message =
        assertThrows(
                AbortException.class, () -> deploy.customInstantiate(Map.of("settings", "shop")))
            .getMessage();
    assertEquals(
        "cloudRunDeploy takes its parameters by name: cloudRunDeploy service: '...'.", message);
  }

  @Test
  void aMisspeltParameterIsRefusedHoweverItIsWrapped() {
    Map<String, Object> misspelt = Map.of("service", "shop", "canry", List.of());
    for (Map<String, Object> arguments : List.of(misspelt, Map.of("settings", (Object) misspelt))) {
      String message =
          assertThrows(AbortException.class, () -> deploy.customInstantiate(arguments))
              .getMessage();
      assertTrue(message.contains("did you mean 'canary'?"), message);
    }
  }

  @Test
  void onlyTheBuildNeedsAWorkspace() {
    Set<Class<?>> without = Set.of(Run.class, TaskListener.class, FlowNode.class);
    assertEquals(without, deploy.getRequiredContext());
    assertEquals(without, new JobExecuteStep.DescriptorImpl().getRequiredContext());
    assertEquals(without, new TrafficStep.DescriptorImpl().getRequiredContext());
    assertEquals(without, new RollbackStep.DescriptorImpl().getRequiredContext());
    assertEquals(
        Set.of(Run.class, TaskListener.class, FilePath.class, EnvVars.class),
        new BuildStep.DescriptorImpl().getRequiredContext());
  }

  @Test
  void namesAreTheContract() {
    assertEquals("cloudRunTraffic", new TrafficStep.DescriptorImpl().getFunctionName());
    assertEquals("cloudRunRollback", new RollbackStep.DescriptorImpl().getFunctionName());
    assertEquals("cloudRunBuild", new BuildStep.DescriptorImpl().getFunctionName());
    assertEquals("cloudRunDeploy", deploy.getFunctionName());
    assertEquals("cloudRunJobExecute", new JobExecuteStep.DescriptorImpl().getFunctionName());
  }
}
