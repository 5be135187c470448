package org.kohsuke.stapler;

import jakarta.servlet.http.HttpServlet;

public class Stapler extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Null outside a request, as in tests. */
  public static StaplerRequest2 getCurrentRequest2() {
    return null;
  }
}
