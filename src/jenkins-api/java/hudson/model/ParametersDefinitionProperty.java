package hudson.model;

import java.util.List;
import jenkins.model.OptionalJobProperty;

public class ParametersDefinitionProperty extends OptionalJobProperty<Job<?, ?>> implements Action {
  public ParametersDefinitionProperty(List<ParameterDefinition> parameterDefinitions) {
    throw new UnsupportedOperationException();
  }

  public List<ParameterDefinition> getParameterDefinitions() {
    throw new UnsupportedOperationException();
  }

  public ParameterDefinition getParameterDefinition(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getDisplayName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getIconFileName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getUrlName() {
    throw new UnsupportedOperationException();
  }
}
