package io.jenkins.plugins.cloudrun.gcp;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an administrator has moved Google's services to, such as a private endpoint or an emulator.
 * Empty means Google's own.
 *
 * @param api the Cloud Run Admin API, {@code https://run.googleapis.com}
 * @param token the OAuth token endpoint, {@code https://oauth2.googleapis.com/token}; where it is,
 *     there is the exchange of identity tokens, {@code https://sts.googleapis.com/v1/token}, too,
 *     below {@code /v1/token}
 * @param iamCredentials the IAM Credentials API, {@code https://iamcredentials.googleapis.com}
 * @param metadata the metadata server, {@code http://metadata.google.internal}
 * @param logging the Cloud Logging API, {@code https://logging.googleapis.com}
 * @param storage the JSON API of Cloud Storage, {@code https://storage.googleapis.com}
 * @param cloudBuild the Cloud Build API, {@code https://cloudbuild.googleapis.com}
 * @param containerAnalysis the Container Analysis API, {@code
 *     https://containeranalysis.googleapis.com}
 * @param monitoring the Cloud Monitoring API, {@code https://monitoring.googleapis.com}
 */
public record Endpoints(
    Optional<URI> api,
    Optional<URI> token,
    Optional<URI> iamCredentials,
    Optional<URI> metadata,
    Optional<URI> logging,
    Optional<URI> storage,
    Optional<URI> cloudBuild,
    Optional<URI> containerAnalysis,
    Optional<URI> monitoring) {
  /** Google's own. */
  public static final Endpoints GOOGLE =
      new Endpoints(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static final String GOOGLE_API = "https://run.googleapis.com";
  static final String GOOGLE_TOKEN = "https://oauth2.googleapis.com/token";

  /** Where identity tokens of others become Google's; it moves with the token endpoint. */
  static final String GOOGLE_EXCHANGE = "https://sts.googleapis.com/v1/token";

  /** Where the certificates of keys are published; it moves with the token endpoint, too. */
  static final String GOOGLE_CERTIFICATES = "https://www.googleapis.com/robot/v1/metadata/x509/";

  static final String GOOGLE_IAM = "https://iamcredentials.googleapis.com";
  static final String GOOGLE_METADATA = "http://metadata.google.internal";
  static final String GOOGLE_LOGGING = "https://logging.googleapis.com";
  static final String GOOGLE_STORAGE = "https://storage.googleapis.com";
  static final String GOOGLE_CLOUD_BUILD = "https://cloudbuild.googleapis.com";
  static final String GOOGLE_ANALYSIS = "https://containeranalysis.googleapis.com";
  static final String GOOGLE_ARTIFACT_REGISTRY = "https://artifactregistry.googleapis.com";
  static final String GOOGLE_MONITORING = "https://monitoring.googleapis.com";
  static final String GOOGLE_SERVICE_USAGE = "https://serviceusage.googleapis.com";
  static final String GOOGLE_RESOURCE_MANAGER = "https://cloudresourcemanager.googleapis.com";
  static final String GOOGLE_IAM_ADMIN = "https://iam.googleapis.com";

  /** With Google's own for builds in the cloud and scans. */
  public Endpoints(
      Optional<URI> api,
      Optional<URI> token,
      Optional<URI> iamCredentials,
      Optional<URI> metadata,
      Optional<URI> logging) {
    this(
        api,
        token,
        iamCredentials,
        metadata,
        logging,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With Google's own for metrics. */
  public Endpoints(
      Optional<URI> api,
      Optional<URI> token,
      Optional<URI> iamCredentials,
      Optional<URI> metadata,
      Optional<URI> logging,
      Optional<URI> storage,
      Optional<URI> cloudBuild,
      Optional<URI> containerAnalysis) {
    this(
        api,
        token,
        iamCredentials,
        metadata,
        logging,
        storage,
        cloudBuild,
        containerAnalysis,
        Optional.empty());
  }

  /** The same with another for metrics. */
  public Endpoints withMonitoring(Optional<URI> ofMonitoring) {
    return new Endpoints(
        api,
        token,
        iamCredentials,
        metadata,
        logging,
        storage,
        cloudBuild,
        containerAnalysis,
        ofMonitoring);
  }

  /** The same with others for builds in the cloud. */
  public Endpoints withBuilds(Optional<URI> ofStorage, Optional<URI> ofCloudBuild) {
    return new Endpoints(
        api,
        token,
        iamCredentials,
        metadata,
        logging,
        ofStorage,
        ofCloudBuild,
        containerAnalysis,
        monitoring);
  }

  /** The Admin API's base, without a slash at its end. */
  String apiBase() {
    return base(api, GOOGLE_API);
  }

  /** The IAM Credentials API's base, without a slash at its end. */
  String iamCredentialsBase() {
    return base(iamCredentials, GOOGLE_IAM);
  }

  /**
   * Whether an address is on a server that the administrator has moved a service of Google's to.
   */
  boolean administrators(URI address) {
    return Stream.of(
            api,
            token,
            iamCredentials,
            metadata,
            logging,
            storage,
            cloudBuild,
            containerAnalysis,
            monitoring)
        .flatMap(Optional::stream)
        .anyMatch(
            moved ->
                moved.getScheme().equals(address.getScheme())
                    && moved.getAuthority().equals(address.getRawAuthority()));
  }

  /** The Logging API's base, without a slash at its end. */
  String loggingBase() {
    return base(logging, GOOGLE_LOGGING);
  }

  /** Cloud Storage's base, without a slash at its end. */
  public String storageBase() {
    return base(storage, GOOGLE_STORAGE);
  }

  /** Cloud Build's base, without a slash at its end. */
  String cloudBuildBase() {
    return base(cloudBuild, GOOGLE_CLOUD_BUILD);
  }

  /** Cloud Monitoring's base, without a slash at its end. */
  String monitoringBase() {
    return base(monitoring, GOOGLE_MONITORING);
  }

  /**
   * Artifact Registry's API, without a slash at its end. Where Cloud Run's own has been moved,
   * there is none that the same token may be shown to.
   */
  Optional<String> registryApi() {
    return api.isPresent() ? Optional.empty() : Optional.of(GOOGLE_ARTIFACT_REGISTRY);
  }

  /**
   * The base of an API that has no address of its own here, without a slash at its end. Where Cloud
   * Run's own has been moved, it is asked there: no other place may see the same token.
   */
  String besideApi(String google) {
    return base(api, google);
  }

  /** Artifact Analysis' base, without a slash at its end. */
  String analysisBase() {
    return base(containerAnalysis, GOOGLE_ANALYSIS);
  }

  /**
   * Where a request of Google's libraries really goes. They refuse token endpoints that are not
   * Google's, or not https; so they are told Google's, and the way leads elsewhere only here.
   */
  URI redirected(URI wanted) {
    String text = wanted.toString();
    if (text.equals(GOOGLE_TOKEN)) {
      return token.orElse(wanted);
    }
    if (text.equals(GOOGLE_EXCHANGE)) {
      return token.map(moved -> moved.resolve("/v1/token")).orElse(wanted);
    }
    if (text.startsWith(GOOGLE_CERTIFICATES)) {
      return token.map(moved -> moved.resolve(wanted.getRawPath())).orElse(wanted);
    }
    if (text.startsWith(GOOGLE_IAM + "/")) {
      return URI.create(base(iamCredentials, GOOGLE_IAM) + text.substring(GOOGLE_IAM.length()));
    }
    if (text.equals(GOOGLE_METADATA) || text.startsWith(GOOGLE_METADATA + "/")) {
      return URI.create(base(metadata, GOOGLE_METADATA) + text.substring(GOOGLE_METADATA.length()));
    }
    return wanted;
  }

  private static String base(Optional<URI> override, String google) {
    return override.map(URI::toString).map(s -> s.replaceFirst("/+$", "")).orElse(google);
  }
}
