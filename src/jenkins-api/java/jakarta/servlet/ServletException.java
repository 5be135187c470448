package jakarta.servlet;

public class ServletException extends Exception {
  private static final long serialVersionUID = 1L;

  public ServletException(String message) {
    super(message);
  }
}
