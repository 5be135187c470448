package jakarta.servlet;

public interface ServletConfig {}
