package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Quantity;
import io.jenkins.plugins.cloudrun.model.SecretVersion;
import io.jenkins.plugins.cloudrun.model.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of a container and of the account that it runs as: services and jobs. */
public abstract class ContainerFields extends CommonSettings {
  private static final long serialVersionUID = 1L;

  private @Nullable String image;
  private @Nullable List<NameValue> env;
  private @Nullable List<NameValue> secrets;
  private @Nullable List<NameValue> labels;
  private @Nullable List<String> command;
  private @Nullable List<String> args;
  private @Nullable String cpu;
  private @Nullable String memory;
  private @Nullable String serviceAccount;

  public @Nullable String getImage() {
    return image;
  }

  @DataBoundSetter
  public void setImage(@Nullable String image) {
    this.image = Given.text(image);
  }

  public @Nullable List<NameValue> getEnv() {
    return env;
  }

  @DataBoundSetter
  public void setEnv(@Nullable List<NameValue> env) {
    this.env = Given.list(env);
  }

  public @Nullable List<NameValue> getSecrets() {
    return secrets;
  }

  @DataBoundSetter
  public void setSecrets(@Nullable List<NameValue> secrets) {
    this.secrets = Given.list(secrets);
  }

  public @Nullable List<NameValue> getLabels() {
    return labels;
  }

  @DataBoundSetter
  public void setLabels(@Nullable List<NameValue> labels) {
    this.labels = Given.list(labels);
  }

  public @Nullable List<String> getCommand() {
    return command;
  }

  @DataBoundSetter
  public void setCommand(@Nullable List<String> command) {
    this.command = Given.list(command);
  }

  public @Nullable List<String> getArgs() {
    return args;
  }

  @DataBoundSetter
  public void setArgs(@Nullable List<String> args) {
    this.args = Given.list(args);
  }

  public @Nullable String getCpu() {
    return cpu;
  }

  @DataBoundSetter
  public void setCpu(@Nullable String cpu) {
    this.cpu = Given.text(cpu);
  }

  public @Nullable String getMemory() {
    return memory;
  }

  @DataBoundSetter
  public void setMemory(@Nullable String memory) {
    this.memory = Given.text(memory);
  }

  public @Nullable String getServiceAccount() {
    return serviceAccount;
  }

  @DataBoundSetter
  public void setServiceAccount(@Nullable String serviceAccount) {
    this.serviceAccount = Given.text(serviceAccount);
  }

  /** For the form: one line each. */
  public final @Nullable String getCommandText() {
    return Given.lines(command);
  }

  /** For the form: one line each. */
  public final @Nullable String getArgsText() {
    return Given.lines(args);
  }

  @Override
  void bindLines(Function<String, Optional<List<String>>> form) {
    form.apply("command").ifPresent(this::setCommand);
    form.apply("args").ifPresent(this::setArgs);
  }

  final Optional<ImageReference> imageReference(Parameters read) {
    return read.parsed("image", image, ImageReference::parse);
  }

  final ContainerSettings container(Parameters read, OptionalInt port) {
    Map<String, SecretVersion> versions = new LinkedHashMap<>();
    read.pairs("secrets", secrets)
        .forEach(
            (name, value) ->
                versions.put(
                    name,
                    read.required(
                        "secrets." + name, value, SecretVersion::parse, "'name:latest'")));
    return new ContainerSettings(
        read.pairs("env", env),
        versions,
        read.optionalList("command", command),
        read.optionalList("args", args),
        read.parsed("cpu", cpu, Quantity::cpu),
        read.parsed("memory", memory, Quantity::memory),
        port);
  }

  final Map<String, String> labelMap(Parameters read) {
    Map<String, String> map = read.pairs("labels", labels);
    map.forEach(Labels::check);
    return map;
  }

  final Optional<String> serviceAccountEmail(Parameters read) {
    return read.parsed("serviceAccount", serviceAccount, CommonSettings::serviceAccount)
        .or(() -> place(read).target().flatMap(Target::serviceAccount));
  }

  /** Whether something is named that an execution cannot override: the job must be changed. */
  final boolean changesContainer() {
    return secrets != null
        || labels != null
        || command != null
        || cpu != null
        || memory != null
        || serviceAccount != null;
  }
}
