package io.jenkins.plugins.cloudrun.gcp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP/1.1 answer, and how its body is read; everything is bounded.
 *
 * @param headers by lower-case name, the last of each
 */
record HttpMessage(int status, Map<String, String> headers) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_LINES = 200;

  /** The final answer: interim ones are left out. */
  static HttpMessage read(InputStream in) throws IOException {
    for (int interim = 0; interim < 10; interim++) {
      Matcher status = STATUS.matcher(line(in));
      if (!status.matches()) {
        throw new IOException("what came is not HTTP");
      }
      Map<String, String> headers = headers(in);
      int code = Integer.parseInt(status.group(1));
      if (code >= 200) {
        return new HttpMessage(code, headers);
      }
    }
    throw new IOException("only interim answers came");
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int lines = 0; lines < MOST_LINES; lines++) {
      String line = line(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim());
      }
    }
    throw new IOException("there are more than " + MOST_LINES + " header lines");
  }

  /** The body's beginning. */
  byte[] body(InputStream in, int most) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    String coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    if (coding.endsWith("chunked")) {
      return chunks(in, most);
    }
    String length = headers.getOrDefault("content-length", "");
    if (!length.matches("[0-9]{1,18}")) {
      return in.readNBytes(most);
    }
    int wanted = (int) Math.min(most, Long.parseLong(length));
    byte[] body = in.readNBytes(wanted);
    if (body.length < wanted) {
      throw new EOFException("in the middle of the body");
    }
    return body;
  }

  private static byte[] chunks(InputStream in, int most) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < most) {
      String size = line(in).replaceFirst(";.*", "").trim();
      if (!size.matches("[0-9A-Fa-f]{1,15}")) {
        throw new IOException("a chunk has no size");
      }
      long length = Long.parseLong(size, 16);
      if (length == 0) {
        return body.toByteArray();
      }
      int wanted = (int) Math.min(most - body.size(), length);
      byte[] part = in.readNBytes(wanted);
      if (part.length < wanted) {
        throw new EOFException("in the middle of a chunk");
      }
      body.writeBytes(part);
      if (wanted == length && !line(in).isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
    }
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("in the middle of a line");
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a header is too long");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
