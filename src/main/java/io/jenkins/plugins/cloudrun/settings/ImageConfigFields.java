package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.image.ImageRequestBuilder;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of an image's configuration: what a container made from it starts with. */
public abstract class ImageConfigFields extends CommonSettings {
  private static final long serialVersionUID = 1L;

  private @Nullable List<NameValue> env;
  private @Nullable List<NameValue> labels;
  private @Nullable List<String> entrypoint;
  private @Nullable List<String> args;
  private @Nullable String user;
  private @Nullable String workdir;
  private @Nullable List<Integer> ports;
  private @Nullable List<String> jvmFlags;
  private @Nullable String mainClass;

  public @Nullable List<NameValue> getEnv() {
    return env;
  }

  @DataBoundSetter
  public void setEnv(@Nullable List<NameValue> env) {
    this.env = Given.list(env);
  }

  public @Nullable List<NameValue> getLabels() {
    return labels;
  }

  @DataBoundSetter
  public void setLabels(@Nullable List<NameValue> labels) {
    this.labels = Given.list(labels);
  }

  public @Nullable List<String> getEntrypoint() {
    return entrypoint;
  }

  @DataBoundSetter
  public void setEntrypoint(@Nullable List<String> entrypoint) {
    this.entrypoint = Given.list(entrypoint);
  }

  public @Nullable List<String> getArgs() {
    return args;
  }

  @DataBoundSetter
  public void setArgs(@Nullable List<String> args) {
    this.args = Given.list(args);
  }

  public @Nullable String getUser() {
    return user;
  }

  @DataBoundSetter
  public void setUser(@Nullable String user) {
    this.user = Given.text(user);
  }

  public @Nullable String getWorkdir() {
    return workdir;
  }

  @DataBoundSetter
  public void setWorkdir(@Nullable String workdir) {
    this.workdir = Given.text(workdir);
  }

  public @Nullable List<Integer> getPorts() {
    return ports;
  }

  @DataBoundSetter
  public void setPorts(@Nullable List<Integer> ports) {
    this.ports = Given.list(ports);
  }

  public @Nullable List<String> getJvmFlags() {
    return jvmFlags;
  }

  @DataBoundSetter
  public void setJvmFlags(@Nullable List<String> jvmFlags) {
    this.jvmFlags = Given.list(jvmFlags);
  }

  public @Nullable String getMainClass() {
    return mainClass;
  }

  @DataBoundSetter
  public void setMainClass(@Nullable String mainClass) {
    this.mainClass = Given.text(mainClass);
  }

  // For the form: one line each.
  public @Nullable String getEntrypointText() {
    return Given.lines(entrypoint);
  }

  public @Nullable String getArgsText() {
    return Given.lines(args);
  }

  public @Nullable String getPortsText() {
    return Given.lines(ports);
  }

  public @Nullable String getJvmFlagsText() {
    return Given.lines(jvmFlags);
  }

  @Override
  void bindLines(Function<String, Optional<List<String>>> form) {
    form.apply("entrypoint").ifPresent(this::setEntrypoint);
    form.apply("args").ifPresent(this::setArgs);
    form.apply("jvmFlags").ifPresent(this::setJvmFlags);
    // Zero is no port: the build refuses it and names the parameter.
    form.apply("ports")
        .ifPresent(
            lines ->
                setPorts(
                    lines.stream()
                        .map(line -> line.matches("[0-9]{1,5}") ? Integer.valueOf(line) : 0)
                        .toList()));
  }

  final ImageRequestBuilder configured(ImageRequestBuilder request, Parameters read) {
    return request
        .env(read.pairs("env", env))
        .labels(read.pairs("labels", labels))
        .entrypoint(read.list("entrypoint", entrypoint))
        .args(read.list("args", args))
        .user(read.text(user).orElse(""))
        .workdir(read.text(workdir).orElse(""))
        .ports(portNumbers())
        .jvmFlags(read.list("jvmFlags", jvmFlags))
        .mainClass(read.text(mainClass).orElse(""));
  }

  private List<Integer> portNumbers() {
    List<Integer> numbers = new ArrayList<>();
    for (Integer port : ports == null ? List.<@Nullable Integer>of() : ports) {
      if (port == null) {
        throw new InvalidValueException("ports holds something that is not a whole number.");
      }
      numbers.add(port);
    }
    return numbers;
  }
}
