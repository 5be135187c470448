package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.Service;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Manifests;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** Services as YAML over the Admin API v2. */
final class ManifestReader implements Manifests {
  private final RunConnection connection;

  ManifestReader(RunConnection connection) {
    this.connection = connection;
  }

  @Override
  public Optional<String> export(ServiceKey key) throws Failure {
    Optional<Service> service =
        Calls.find(
            connection.services.getServiceCallable(),
            GetServiceRequest.newBuilder().setName(key.resource()).build(),
            Doing.read(key, key.region().value()));
    return service.isEmpty() ? Optional.empty() : Optional.of(yaml(service.get()));
  }

  static String yaml(Service service) {
    try {
      String json = JsonFormat.printer().print(specification(service));
      // JSON is YAML, though not as people write it.
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(json);
      DumperOptions options = new DumperOptions();
      options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
      options.setSplitLines(false);
      return new Yaml(new Representer(options), options).dump(tree);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message that cannot be printed", e);
    }
  }

  /** Without what the API marks as its output alone, and without names that no other can have. */
  private static Service specification(Service service) {
    Service.Builder bare = service.toBuilder();
    for (String field : OUTPUT) {
      bare.clearField(Service.getDescriptor().findFieldByName(field));
    }
    if (bare.hasTemplate()) {
      bare.getTemplateBuilder().clearRevision();
    }
    return bare.build();
  }

  private static final List<String> OUTPUT =
      List.of(
          "uid",
          "generation",
          "create_time",
          "update_time",
          "delete_time",
          "expire_time",
          "creator",
          "last_modifier",
          "etag",
          "observed_generation",
          "terminal_condition",
          "conditions",
          "latest_ready_revision",
          "latest_created_revision",
          "traffic_statuses",
          "uri",
          "urls",
          "satisfies_pzs",
          "reconciling");
}
