package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import io.jenkins.plugins.cloudrun.model.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells two states of a service apart, part by part and without any value: values of variables
 * may be secret, so that each part is a few digits of a hash.
 */
final class Fingerprints {
  private Fingerprints() {}

  static Map<String, String> of(Service service) {
    RevisionTemplate template = service.getTemplate();
    StringBuilder images = new StringBuilder();
    StringBuilder variables = new StringBuilder();
    RevisionTemplate.Builder rest =
        template.toBuilder().clearContainers().clearRevision().clearLabels().clearAnnotations();
    for (Container container : template.getContainersList()) {
      images.append(container.getImage()).append('\n');
      variables.append(container.getEnvList()).append('\n');
      rest.addContainers(container.toBuilder().clearImage().clearEnv());
    }
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("image", hash(images.toString()));
    parts.put("environment variables", hash(variables.toString()));
    parts.put("template", hash(rest.build().toString()));
    parts.put("labels", hash(new TreeMap<>(service.getLabelsMap()).toString()));
    parts.put("ingress", hash(service.getIngress().name()));
    return parts;
  }

  private static String hash(String text) {
    return Sha256.hex(text).substring(0, 8);
  }
}
