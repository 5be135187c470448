package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.RevisionScaling;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.Service;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a service is set up, for people. Values of variables and words of commands may be secret:
 * only that they are there is told. Which secret of Secret Manager a variable reads is none.
 */
final class ShownSettings {
  private static final int MOST = 150;
  private static final int LONGEST = 300;

  private ShownSettings() {}

  static Map<String, String> of(Service service) {
    Map<String, String> shown = new LinkedHashMap<>();
    RevisionTemplate template = service.getTemplate();
    int main = Containers.main(template.getContainersList());
    for (int i = 0; i < template.getContainersCount(); i++) {
      Container container = template.getContainers(i);
      container(i == main ? "" : " of container " + container.getName(), container, shown);
    }
    number(shown, "concurrency", template.getMaxInstanceRequestConcurrency());
    if (template.hasTimeout()) {
      put(shown, "timeout", Durations.text(Duration.ofSeconds(template.getTimeout().getSeconds())));
    }
    RevisionScaling scaling = template.getScaling();
    number(shown, "minInstances", scaling.getMinInstanceCount());
    number(shown, "maxInstances", scaling.getMaxInstanceCount());
    put(shown, "serviceAccount", template.getServiceAccount());
    if (template.getExecutionEnvironmentValue() != 0) {
      put(shown, "executionEnvironment", template.getExecutionEnvironment().name());
    }
    if (service.getIngressValue() != 0) {
      put(shown, "ingress", service.getIngress().name());
    }
    service.getLabelsMap().keySet().stream()
        .sorted()
        .forEach(name -> put(shown, "label " + name, service.getLabelsOrDefault(name, "")));
    return shown;
  }

  private static void container(String of, Container container, Map<String, String> shown) {
    put(shown, "image" + of, container.getImage());
    words(shown, ServiceState.COMMAND + of, container.getCommandCount());
    words(shown, ServiceState.ARGS + of, container.getArgsCount());
    if (container.getPortsCount() > 0) {
      number(shown, "port" + of, container.getPorts(0).getContainerPort());
    }
    put(shown, "cpu" + of, container.getResources().getLimitsOrDefault("cpu", ""));
    put(shown, "memory" + of, container.getResources().getLimitsOrDefault("memory", ""));
    for (EnvVar variable : container.getEnvList()) {
      SecretKeySelector secret = variable.getValueSource().getSecretKeyRef();
      put(
          shown,
          ServiceState.ENV + variable.getName() + of,
          variable.hasValueSource()
              ? "secret " + ServiceProtos.last(secret.getSecret()) + ":" + secret.getVersion()
              : "set");
    }
  }

  private static void words(Map<String, String> shown, String name, int count) {
    if (count > 0) {
      put(shown, name, "set (" + count + (count == 1 ? " word)" : " words)"));
    }
  }

  private static void number(Map<String, String> shown, String name, int value) {
    if (value > 0) {
      put(shown, name, String.valueOf(value));
    }
  }

  private static void put(Map<String, String> shown, String name, String value) {
    if (!value.isEmpty() && shown.size() < MOST) {
      shown.put(shortened(name), shortened(value));
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
