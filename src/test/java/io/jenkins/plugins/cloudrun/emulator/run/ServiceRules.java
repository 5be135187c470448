package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.ExecutionEnvironment;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.protobuf.util.Durations;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a service must keep to, defaults filled in. */
final class ServiceRules {
  private static final Pattern ID = Pattern.compile("[a-z]([-a-z0-9]{0,47}[a-z0-9])?");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_./-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
  private static final List<String> RESERVED =
      List.of(
          "run.googleapis.com",
          "cloud.googleapis.com",
          "serving.knative.dev",
          "autoscaling.knative.dev");

  private ServiceRules() {}

  static void checkId(String field, String id) {
    if (!ID.matcher(id).matches()) {
      throw ApiException.violation(
          field,
          "Invalid value '%s': it must begin with a letter, contain only lower-case letters, digits and hyphens, not end with a hyphen, and be shorter than 50 characters."
              .formatted(id));
    }
  }

  static void check(Service service) {
    if (service.getDescription().length() > 512) {
      throw ApiException.violation("description", "Must be at most 512 characters.");
    }
    labels("labels", service.getLabelsMap().keySet(), service.getLabelsMap().values());
    annotations("annotations", service.getAnnotationsMap().keySet());
    RevisionTemplate template = service.getTemplate();
    labels("template.labels", template.getLabelsMap().keySet(), template.getLabelsMap().values());
    annotations("template.annotations", template.getAnnotationsMap().keySet());
    revisionName(World.last(service.getName()), template.getRevision());
    long timeout = Durations.toSeconds(template.getTimeout());
    if (timeout < 1 || timeout > 3600) {
      throw ApiException.violation("template.timeout", "Must be between 1 and 3600 seconds.");
    }
    int concurrency = template.getMaxInstanceRequestConcurrency();
    if (concurrency < 0 || concurrency > 1000) {
      throw ApiException.violation(
          "template.max_instance_request_concurrency", "Must be between 0 and 1000.");
    }
    int least = template.getScaling().getMinInstanceCount();
    if (least < 0 || least > template.getScaling().getMaxInstanceCount()) {
      throw ApiException.violation(
          "template.scaling.min_instance_count", "Must be between 0 and max_instance_count.");
    }
    ContainerRules.checkService(
        template.getContainersList(),
        template.getExecutionEnvironment() == ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2,
        concurrency);
    traffic(service.getTrafficList());
  }

  static void labels(String field, Set<String> keys, Iterable<String> values) {
    annotations(field, keys);
    for (String key : keys) {
      if (!LABEL_KEY.matcher(key).matches()) {
        throw ApiException.violation(field, "Invalid label key '" + key + "'.");
      }
    }
    for (String value : values) {
      if (!LABEL_VALUE.matcher(value).matches()) {
        throw ApiException.violation(field, "Invalid label value '" + value + "'.");
      }
    }
  }

  static void annotations(String field, Set<String> keys) {
    for (String key : keys) {
      int slash = key.indexOf('/');
      String namespace = slash < 0 ? "" : key.substring(0, slash);
      if (RESERVED.stream().anyMatch(r -> namespace.equals(r) || namespace.endsWith("." + r))) {
        throw ApiException.violation(
            field, "System namespace '%s' in key '%s' is not allowed.".formatted(namespace, key));
      }
    }
  }

  private static void revisionName(String service, String revision) {
    if (!revision.isEmpty()
        && (!revision.startsWith(service + "-") || !DNS_LABEL.matcher(revision).matches())) {
      throw ApiException.violation(
          "template.revision",
          "Revision name '%s' must be '%s-' and a suffix of lower-case letters, digits and hyphens, at most 63 characters together."
              .formatted(revision, service));
    }
  }

  private static void traffic(List<TrafficTarget> targets) {
    int sum = 0;
    Set<String> tags = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      TrafficTarget target = targets.get(i);
      String at = "traffic[" + i + "]";
      if (target.getPercent() < 0 || target.getPercent() > 100) {
        throw ApiException.violation(at + ".percent", "Must be between 0 and 100.");
      }
      sum += target.getPercent();
      boolean named = !target.getRevision().isEmpty();
      boolean latest =
          target.getType() == TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST;
      boolean revision =
          target.getType() == TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION;
      if (!(latest && !named || revision && named)) {
        throw ApiException.violation(
            at, "The type must be LATEST without a revision, or REVISION with one.");
      }
      if (!target.getTag().isEmpty()
          && (!DNS_LABEL.matcher(target.getTag()).matches() || !tags.add(target.getTag()))) {
        throw ApiException.violation(
            at + ".tag", "Invalid or repeated tag '" + target.getTag() + "'.");
      }
    }
    if (sum != 100) {
      throw ApiException.violation(
          "traffic", "Traffic percentages must add up to 100, but the sum is " + sum + ".");
    }
  }
}
