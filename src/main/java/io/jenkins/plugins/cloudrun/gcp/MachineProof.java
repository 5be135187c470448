package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The controller itself: no secret is held, so an administrator must have allowed it. */
enum MachineProof implements Proof {
  /** The metadata server of the machine alone. */
  METADATA_SERVER {
    @Override
    GoogleCredentials credentials(Place place) {
      return ComputeEngineCredentials.newBuilder()
          .setHttpTransportFactory(place.transport())
          .setUniverseDomain("googleapis.com")
          .build();
    }

    @Override
    Failure.Permanent refused(Place place) {
      return place.refused(
          "stands for the machine that Jenkins runs on, and acting as the controller itself is not"
              + " allowed here; ask an administrator to allow it (Manage Jenkins, System, Cloud"
              + " Run), or name another credential");
    }
  },
  /** What Google's libraries find: a file, the metadata server. */
  APPLICATION_DEFAULT {
    @Override
    GoogleCredentials credentials(Place place) throws Failure {
      try {
        return GoogleCredentials.getApplicationDefault(place.transport());
      } catch (IOException e) {
        throw new Failure.Permanent(
            Reason.UNAUTHENTICATED,
            "The controller has no application default credentials: "
                + e.getMessage()
                + " Name a credential with credentialsId.",
            e);
      }
    }

    @Override
    Failure.Permanent refused(Place place) {
      return new Failure.Permanent(
          Reason.UNAUTHENTICATED,
          "No credentialsId is given, and acting as the controller itself (application default"
              + " credentials) is not allowed here. Name a credential, or ask an administrator to"
              + " allow it (Manage Jenkins, System, Cloud Run).",
          null);
    }
  };

  abstract GoogleCredentials credentials(Place place) throws Failure;

  abstract Failure.Permanent refused(Place place);

  @Override
  public Proven proven(Place place) throws Failure {
    if (!place.settings().applicationDefaultCredentials()) {
      throw refused(place);
    }
    return new Proven(
        credentials(place).createScoped(place.scopes()),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public String content() {
    return name();
  }
}
