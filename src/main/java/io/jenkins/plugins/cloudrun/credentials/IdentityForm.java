package io.jenkins.plugins.cloudrun.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** What the fields of an identity have in common; nobody is asked over the network. */
final class IdentityForm {
  static final String LONG_LIVED =
      "This key is good until somebody deletes it in Google Cloud, wherever a copy of it is. Prefer"
          + " workload identity federation, which has no key; else give the account no more than it"
          + " needs, and replace the key every 90 days.";

  private IdentityForm() {}

  static Optional<String> given(@Nullable String text) {
    return text == null || text.isBlank() ? Optional.empty() : Optional.of(text.strip());
  }

  /** A secret as a form sends it: as it was typed, or, untouched, encrypted. */
  static String plain(@Nullable String text) {
    return text == null ? "" : Secret.fromString(text).getPlainText().strip();
  }

  static ServiceAccount serviceAccount(String text) {
    return new ServiceAccount(text);
  }

  static Failure.Permanent refused(@Nullable String message) {
    return new Failure.Permanent(
        Failure.Reason.UNAUTHENTICATED, message == null ? "" : message, null);
  }

  /** Whether the person may create or change credentials here. */
  static boolean mayEdit(@Nullable AccessControlled context) {
    AccessControlled store = context == null ? Jenkins.get() : context;
    return store.hasPermission(CredentialsProvider.CREATE)
        || store.hasPermission(CredentialsProvider.UPDATE);
  }

  /** Says nothing to those who may not edit. */
  static FormValidation checked(
      @Nullable AccessControlled context, Supplier<FormValidation> check) {
    return mayEdit(context) ? check.get() : FormValidation.ok();
  }

  static FormValidation optional(
      @Nullable AccessControlled context, @Nullable String value, Function<String, ?> parser) {
    return checked(
        context,
        () -> {
          try {
            Optional<Object> unused = given(value).map(parser);
            return FormValidation.ok();
          } catch (InvalidValueException e) {
            return FormValidation.error(e.getMessage());
          }
        });
  }

  static FormValidation required(
      @Nullable AccessControlled context, @Nullable String value, Function<String, ?> parser) {
    return given(value).isEmpty()
        ? checked(context, () -> FormValidation.error("This field is required."))
        : optional(context, value, parser);
  }
}
