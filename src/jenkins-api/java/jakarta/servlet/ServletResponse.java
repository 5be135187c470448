package jakarta.servlet;

import java.io.IOException;
import java.io.PrintWriter;

public interface ServletResponse {
  void setContentType(String type);

  void setCharacterEncoding(String charset);

  PrintWriter getWriter() throws IOException;
}
