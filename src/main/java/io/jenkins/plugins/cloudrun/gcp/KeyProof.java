package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.List;
import java.util.Optional;

/** The key file of a service account. */
record KeyProof(String content) implements Proof {
  @Override
  public Proven proven(Place place) throws Failure {
    if (SubjectToken.parse(content).isPresent()) {
      throw place.refused(
          "is an identity token: say which workload identity provider takes it"
              + " (workloadIdentityProvider)");
    }
    GoogleKey key = GoogleKey.parse(content, place.name(), place.settings().endpoints());
    return new Proven(
        key.credentials(place.transport(), place.scopes()),
        List.of(),
        Optional.of(key.email()),
        key.project(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(key));
  }

  @Override
  public String toString() {
    return "a service account's key";
  }
}
