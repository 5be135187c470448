package hudson.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

public interface TaskListener extends SerializableOnlyOverRemoting {
  TaskListener NULL =
      new TaskListener() {
        private static final long serialVersionUID = 1L;

        @Override
        public PrintStream getLogger() {
          return new PrintStream(OutputStream.nullOutputStream());
        }
      };

  PrintStream getLogger();

  default Charset getCharset() {
    return Charset.defaultCharset();
  }

  default void hyperlink(String url, String text) throws IOException {
    getLogger().print(text);
  }

  default PrintWriter error(String msg) {
    getLogger().println("ERROR: " + msg);
    return new PrintWriter(getLogger(), true, getCharset());
  }

  default PrintWriter error(String format, Object... args) {
    return error(String.format(format, args));
  }

  default PrintWriter fatalError(String msg) {
    getLogger().println("FATAL: " + msg);
    return new PrintWriter(getLogger(), true, getCharset());
  }
}
