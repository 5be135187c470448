package io.jenkins.plugins.cloudrun.release;

import hudson.model.ModelObject;

/** The page that says why an answer was not taken. */
public final class Refusal implements ModelObject {
  private final RolloutPage page;
  private final int status;
  private final String text;

  Refusal(RolloutPage page, Answers.No no) {
    this.page = page;
    this.status = no.status();
    this.text = no.text();
  }

  public RolloutPage getPage() {
    return page;
  }

  /** As HTTP has it. */
  public int getStatus() {
    return status;
  }

  public String getText() {
    return text;
  }

  @Override
  public String getDisplayName() {
    return "Not recorded";
  }
}
