package jenkins.model;

import hudson.model.Result;

public interface HistoricalBuild extends FullyNamedModelObject {
  int getNumber();

  String getUrl();

  Result getResult();

  boolean isBuilding();
}
