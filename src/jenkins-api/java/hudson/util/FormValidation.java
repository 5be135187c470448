package hudson.util;

import hudson.Util;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

public abstract class FormValidation extends IOException implements HttpResponse {
  private static final long serialVersionUID = 1L;
  private static final FormValidation OK = respond(Kind.OK, "<div/>");
  public final Kind kind;

  private FormValidation(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public abstract String renderHtml();

  public static FormValidation ok() {
    return OK;
  }

  public static FormValidation ok(String message) {
    return okWithMarkup(Util.escape(message));
  }

  public static FormValidation ok(String format, Object... args) {
    return ok(String.format(format, args));
  }

  public static FormValidation warning(String message) {
    return warningWithMarkup(Util.escape(message));
  }

  public static FormValidation warning(String format, Object... args) {
    return warning(String.format(format, args));
  }

  public static FormValidation error(String message) {
    return errorWithMarkup(Util.escape(message));
  }

  public static FormValidation error(String format, Object... args) {
    return error(String.format(format, args));
  }

  public static FormValidation error(Throwable e, String message) {
    return error(message);
  }

  public static FormValidation okWithMarkup(String message) {
    return respond(Kind.OK, message);
  }

  public static FormValidation warningWithMarkup(String message) {
    return respond(Kind.WARNING, message);
  }

  public static FormValidation errorWithMarkup(String message) {
    return respond(Kind.ERROR, message);
  }

  /** The message is HTML; those above that take plain text have escaped it. */
  public static FormValidation respond(Kind kind, String html) {
    return new FormValidation(kind, html) {
      private static final long serialVersionUID = 1L;

      @Override
      public String renderHtml() {
        return getMessage();
      }
    };
  }

  public static FormValidation validateRequired(String value) {
    return Util.fixEmptyAndTrim(value) == null ? error("Required") : ok();
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException, ServletException {
    throw new UnsupportedOperationException();
  }

  public enum Kind {
    OK,
    WARNING,
    ERROR
  }
}
