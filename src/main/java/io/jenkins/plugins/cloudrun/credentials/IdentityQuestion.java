package io.jenkins.plugins.cloudrun.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.gcp.IdentityFacts;
import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.StaplerRequest2;

/** The button "Check" of an identity's form. */
final class IdentityQuestion {
  private static final String OURS = GoogleCloudIdentity.class.getName();

  private IdentityQuestion() {}

  /**
   * @param context whose credentials are being edited
   * @param item the folder or job among them, if it is one
   */
  static FormValidation asked(
      StaplerRequest2 request, @Nullable AccessControlled context, @Nullable Item item) {
    if (!IdentityForm.mayEdit(context)) {
      (context == null ? Jenkins.get() : context).checkPermission(CredentialsProvider.UPDATE);
    }
    try {
      Optional<JSONObject> form = ours(request.getSubmittedForm());
      if (form.isEmpty()) {
        return FormValidation.error("The form was not understood; reload the page.");
      }
      GoogleCloudIdentity identity = request.bindJSON(GoogleCloudIdentity.class, form.get());
      if (identity.getSource().tokens().isPresent() && !mayUse(item)) {
        return FormValidation.error(
            "To try an identity token of another credential, you need the permission"
                + " Credentials/UseItem here; the identity can be saved without.");
      }
      return answered(
          GoogleAccess.get()
              .facts(
                  identity.identity(id -> CredentialChoices.tokenText(item, id)),
                  identity.getId()));
    } catch (Failure e) {
      return FormValidation.error(e.explanation());
    } catch (ServletException | IllegalArgumentException e) {
      return FormValidation.error("The form was not understood; fill in what is missing.");
    }
  }

  private static boolean mayUse(@Nullable Item item) {
    return item == null
        ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
        : item.hasPermission(CredentialsProvider.USE_ITEM);
  }

  private static FormValidation answered(IdentityFacts facts) {
    Instant now = Instant.now();
    long minutes = Math.max(0, Duration.between(now, facts.expires()).toMinutes());
    String said =
        "Google takes it. It acts as "
            + facts.who()
            + facts.project().map(project -> ", at home in the project " + project).orElse("")
            + ". Its token ends at "
            + Moments.text(facts.expires(), now)
            + ", in "
            + minutes
            + " min; another is asked for before.";
    return facts.longLivedKey()
        ? FormValidation.warning(said + " " + key(facts.keyMade()))
        : FormValidation.ok(said);
  }

  private static String key(Optional<Instant> made) {
    String age =
        made.map(
                when ->
                    "was made on "
                        + LocalDate.ofInstant(when, ZoneOffset.UTC)
                        + ", "
                        + Math.max(0, Duration.between(when, Instant.now()).toDays())
                        + " days ago, and ")
            .orElse("");
    return "The key itself " + age + "is good until somebody deletes it: prefer federation.";
  }

  /** The form has it at its root when one is changed, further below when one is made. */
  private static Optional<JSONObject> ours(Object part) {
    if (part instanceof JSONObject form
        && (OURS.equals(form.get("stapler-class")) || OURS.equals(form.get("$class")))) {
      return Optional.of(form);
    }
    Collection<?> below =
        part instanceof Map<?, ?> form
            ? form.values()
            : part instanceof Collection<?> list ? list : List.of();
    return below.stream().flatMap(each -> ours(each).stream()).findFirst();
  }
}
