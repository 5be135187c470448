package jakarta.servlet;

import java.io.Serializable;

public abstract class GenericServlet implements Servlet, ServletConfig, Serializable {
  private static final long serialVersionUID = 1L;
}
