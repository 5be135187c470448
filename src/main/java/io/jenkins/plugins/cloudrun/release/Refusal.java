package io.jenkins.plugins.cloudrun.release;

import hudson.model.ModelObject;

/** The page that says why something was not done. */
public final class Refusal implements ModelObject {
  private final ModelObject owner;
  private final String url;
  private final String back;
  private final int status;
  private final String text;

  Refusal(RolloutPage page, Answers.No no) {
    this(page.getOwner(), page.getUrl(), page.getDisplayName(), no);
  }

  Refusal(Deed deed, Answers.No no) {
    this(deed.getOwner(), deed.getParentUrl(), "Back", no);
  }

  private Refusal(ModelObject owner, String url, String back, Answers.No no) {
    this.owner = owner;
    this.url = url;
    this.back = back;
    this.status = no.status();
    this.text = no.text();
  }

  /** Whose side panel stands beside it. */
  public ModelObject getOwner() {
    return owner;
  }

  /** The page to go back to, from Jenkins' root. */
  public String getUrl() {
    return url;
  }

  /** What that page is called. */
  public String getBack() {
    return back;
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
