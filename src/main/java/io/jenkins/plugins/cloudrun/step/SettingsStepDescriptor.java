package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.ParameterNames;
import io.jenkins.plugins.cloudrun.settings.Snippet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * A step whose only constructor parameter is a settings object, called with the settings' own
 * parameters: {@code cloudRunDeploy service: 'shop'}.
 *
 * <p>Pipeline wraps the named arguments of a call in the only parameter by itself; here that is
 * done for all other callers too, and undone for snippets.
 *
 * <p>Public, because Jelly's expressions call a public method only where its class is public.
 */
public abstract class SettingsStepDescriptor extends StepDescriptor
    implements CustomDescribableModel {
  private static final String SETTINGS = "settings";

  private final String function;
  private final String displayName;
  private final Class<? extends CommonSettings> settings;
  private final String mandatory;
  private final Set<Class<?>> context;

  /**
   * @param mandatory the settings' constructor parameter: what the step acts on
   * @param context what the step needs around it
   */
  SettingsStepDescriptor(
      String function,
      String displayName,
      Class<? extends CommonSettings> settings,
      String mandatory,
      Set<Class<?>> context) {
    this.function = function;
    this.displayName = displayName;
    this.settings = settings;
    this.mandatory = mandatory;
    this.context = context;
  }

  @Override
  public final String getFunctionName() {
    return function;
  }

  @Override
  public final String getDisplayName() {
    return displayName;
  }

  @Override
  public final Set<? extends Class<?>> getRequiredContext() {
    return context;
  }

  /** Only the service, job or image: other arguments may be secret. */
  @Override
  public final @Nullable String argumentsToString(Map<String, Object> arguments) {
    Object nested = arguments.get(SETTINGS);
    Map<?, ?> flat = nested instanceof Map<?, ?> map ? map : arguments;
    Object subject = flat.get(mandatory);
    return subject == null ? null : subject.toString();
  }

  /** A misspelt parameter ends a build as a wrong value does: with the message alone. */
  @Override
  public final Map<String, Object> customInstantiate(Map<String, Object> arguments) {
    try {
      return checked(arguments);
    } catch (InvalidValueException e) {
      throw SettingsStepDescriptor.<RuntimeException>undeclared(
          new AbortException(String.valueOf(e.getMessage())));
    }
  }

  /** Jenkins writes no stack trace of an abort, which the method that it calls does not declare. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E undeclared(AbortException abort) throws E {
    throw (E) abort;
  }

  private Map<String, Object> checked(Map<String, Object> arguments) {
    if (arguments.containsKey(SETTINGS)) {
      Object given = arguments.get(SETTINGS);
      if (given instanceof Map<?, ?> map) {
        ParameterNames.check(function, settings, map);
      } else if (given == null || given instanceof CharSequence || given instanceof Number) {
        throw new InvalidValueException(
            function + " takes its parameters by name: " + function + " " + mandatory + ": '...'.");
      }
      return arguments;
    }
    ParameterNames.check(function, settings, arguments);
    return Map.of(SETTINGS, new LinkedHashMap<>(arguments));
  }

  @Override
  public final UninstantiatedDescribable customUninstantiate(UninstantiatedDescribable step) {
    return step.getArguments().get(SETTINGS) instanceof UninstantiatedDescribable nested
        ? step.withArguments(Snippet.arguments(settings, nested.getArguments()))
        : step;
  }
}
