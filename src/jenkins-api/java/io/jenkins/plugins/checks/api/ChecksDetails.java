package io.jenkins.plugins.checks.api;

import java.time.LocalDateTime;
import java.util.Optional;

public class ChecksDetails {
  private String name;
  private ChecksStatus status = ChecksStatus.NONE;
  private String detailsUrl;
  private LocalDateTime startedAt;
  private ChecksConclusion conclusion = ChecksConclusion.NONE;
  private LocalDateTime completedAt;
  private ChecksOutput output;

  private ChecksDetails() {}

  public Optional<String> getName() {
    return Optional.ofNullable(name);
  }

  public ChecksStatus getStatus() {
    return status;
  }

  public Optional<String> getDetailsURL() {
    return Optional.ofNullable(detailsUrl);
  }

  public Optional<LocalDateTime> getStartedAt() {
    return Optional.ofNullable(startedAt);
  }

  public Optional<LocalDateTime> getCompletedAt() {
    return Optional.ofNullable(completedAt);
  }

  public ChecksConclusion getConclusion() {
    return conclusion;
  }

  public Optional<ChecksOutput> getOutput() {
    return Optional.ofNullable(output);
  }

  public static class ChecksDetailsBuilder {
    private final ChecksDetails details = new ChecksDetails();

    public ChecksDetailsBuilder withName(String name) {
      details.name = name;
      return this;
    }

    public ChecksDetailsBuilder withStatus(ChecksStatus status) {
      details.status = status;
      return this;
    }

    public ChecksDetailsBuilder withDetailsURL(String detailsUrl) {
      details.detailsUrl = detailsUrl;
      return this;
    }

    public ChecksDetailsBuilder withStartedAt(LocalDateTime startedAt) {
      details.startedAt = startedAt;
      return this;
    }

    public ChecksDetailsBuilder withCompletedAt(LocalDateTime completedAt) {
      details.completedAt = completedAt;
      return this;
    }

    public ChecksDetailsBuilder withConclusion(ChecksConclusion conclusion) {
      details.conclusion = conclusion;
      return this;
    }

    public ChecksDetailsBuilder withOutput(ChecksOutput output) {
      details.output = output;
      return this;
    }

    public ChecksDetails build() {
      return details;
    }
  }
}
