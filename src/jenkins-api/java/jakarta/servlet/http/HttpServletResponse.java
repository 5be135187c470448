package jakarta.servlet.http;

import jakarta.servlet.ServletResponse;
import java.io.IOException;

public interface HttpServletResponse extends ServletResponse {
  void setHeader(String name, String value);

  void setStatus(int sc);

  void sendError(int sc, String msg) throws IOException;

  void sendRedirect(String location) throws IOException;
}
