package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

public interface StaplerResponse2 extends HttpServletResponse {
  void forwardToPreviousPage(StaplerRequest2 request) throws ServletException, IOException;

  void sendRedirect2(String url) throws IOException;
}
