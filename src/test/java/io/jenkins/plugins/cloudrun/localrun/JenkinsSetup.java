package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.gcp.Endpoints;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator puts into a Jenkins so that it works with an embedded Cloud Run.
 *
 * @param registry host and port
 * @param repository where images go: host, project and repository
 * @param baseImage with a Java runtime
 * @param keyFile the service account's key
 */
public record JenkinsSetup(
    URI api,
    URI token,
    URI iamCredentials,
    URI logging,
    URI storage,
    URI cloudBuild,
    URI containerAnalysis,
    String registry,
    String repository,
    String baseImage,
    String project,
    String region,
    Path keyFile) {
  /** The id of the credential with the key. */
  public static final String CREDENTIALS = "cloud-run-demo";

  /** The variables that Jenkinsfile.example reads. */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CLOUD_RUN_PROJECT", project);
    environment.put("CLOUD_RUN_REGION", region);
    environment.put("CLOUD_RUN_REGISTRY", repository);
    environment.put("CLOUD_RUN_BASE_IMAGE", baseImage);
    environment.put("CLOUD_RUN_CREDENTIALS", CREDENTIALS);
    return environment;
  }

  /** What the local run has for Jenkins' credentials: the key by its id. */
  Map<String, String> credentials() throws IOException {
    return Map.of(CREDENTIALS, Files.readString(keyFile));
  }

  /** The same as {@link #script} puts into the global configuration. */
  public GoogleSettings settings() {
    return new GoogleSettings(
        new Endpoints(
                Optional.of(api),
                Optional.of(token),
                Optional.of(iamCredentials),
                Optional.empty(),
                Optional.of(logging),
                Optional.of(storage),
                Optional.of(cloudBuild),
                Optional.of(containerAnalysis))
            .withMonitoring(Optional.of(logging)),
        false,
        List.of(registry),
        true);
  }

  /** For the script console of a Jenkins on this machine; may be run again. */
  public String script() {
    StringBuilder script = new StringBuilder();
    script.append(
        """
        import com.cloudbees.plugins.credentials.*
        import com.cloudbees.plugins.credentials.domains.Domain
        import hudson.slaves.EnvironmentVariablesNodeProperty
        import jenkins.model.Jenkins
        import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl

        def jenkins = Jenkins.get()
        def cloudRun = jenkins.getDescriptor('io.jenkins.plugins.cloudrun.config.CloudRunConfiguration')
        """);
    configuration()
        .forEach(
            (name, value) ->
                script
                    .append("cloudRun.")
                    .append(name)
                    .append(" = ")
                    .append(quoted(value))
                    .append('\n'));
    script.append("cloudRun.allowPrivateAddresses = true\n");
    script.append(
        """

        def variables = jenkins.globalNodeProperties.get(EnvironmentVariablesNodeProperty)
        if (variables == null) {
          variables = new EnvironmentVariablesNodeProperty()
          jenkins.globalNodeProperties.add(variables)
        }
        """);
    environment()
        .forEach(
            (name, value) ->
                script
                    .append("variables.envVars.put(")
                    .append(quoted(name))
                    .append(", ")
                    .append(quoted(value))
                    .append(")\n"));
    script.append(
        """
        jenkins.save()

        def store = SystemCredentialsProvider.getInstance().store
        def key = new FileCredentialsImpl(CredentialsScope.GLOBAL, %s, 'Embedded Cloud Run', 'key.json',
            SecretBytes.fromBytes(new File(%s).bytes))
        store.getCredentials(Domain.global()).findAll { it.id == key.id }.each { store.removeCredentials(Domain.global(), it) }
        store.addCredentials(Domain.global(), key)
        println 'ready'
        """
            .formatted(quoted(CREDENTIALS), quoted(keyFile.toAbsolutePath().toString())));
    return script.toString();
  }

  /** The same for the Configuration as Code plugin. */
  public String yaml() {
    StringBuilder yaml = new StringBuilder("unclassified:\n  cloudRun:\n");
    configuration().forEach((name, value) -> line(yaml, "    ", name, value));
    yaml.append("    allowPrivateAddresses: true\n");
    yaml.append("jenkins:\n  globalNodeProperties:\n    - envVars:\n        env:\n");
    environment()
        .forEach(
            (name, value) -> {
              yaml.append("          - key: ").append(quoted(name)).append('\n');
              line(yaml, "            ", "value", value);
            });
    yaml.append(
        """
        credentials:
          system:
            domainCredentials:
              - credentials:
                  - file:
                      scope: GLOBAL
                      id: %s
                      fileName: key.json
                      secretBytes: ${readFileBase64:%s}
        """
            .formatted(quoted(CREDENTIALS), keyFile.toAbsolutePath()));
    return yaml.toString();
  }

  private Map<String, String> configuration() {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("apiEndpoint", api.toString());
    configuration.put("tokenEndpoint", token.toString());
    configuration.put("iamCredentialsEndpoint", iamCredentials.toString());
    configuration.put("loggingEndpoint", logging.toString());
    configuration.put("storageEndpoint", storage.toString());
    configuration.put("cloudBuildEndpoint", cloudBuild.toString());
    configuration.put("containerAnalysisEndpoint", containerAnalysis.toString());
    // The emulator answers for Monitoring where it does for Logging.
    configuration.put("monitoringEndpoint", logging.toString());
    configuration.put("registries", registry);
    return configuration;
  }

  private static void line(StringBuilder yaml, String indent, String name, String value) {
    yaml.append(indent).append(name).append(": ").append(quoted(value)).append('\n');
  }

  /** In single quotes, as both Groovy and YAML read it: no value has a quote or a backslash. */
  private static String quoted(String value) {
    if (value.contains("'") || value.contains("\\")) {
      throw new IllegalArgumentException("A quote or a backslash in " + value);
    }
    return "'" + value + "'";
  }
}
