package jakarta.servlet.http;

import jakarta.servlet.GenericServlet;

public abstract class HttpServlet extends GenericServlet {
  private static final long serialVersionUID = 1L;
}
