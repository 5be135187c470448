package io.jenkins.plugins.cloudrun.emulator.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/** A request that reaches its server without a connection. */
final class DirectExchange extends HttpExchange {
  private final String method;
  private final URI uri;
  private final Headers asked = new Headers();
  private final Headers answered = new Headers();
  private final InputStream body;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private int status = -1;
  private Duration late = Duration.ZERO;

  DirectExchange(String method, URI uri, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.body = new ByteArrayInputStream(body);
  }

  void late(Duration by) {
    late = by;
  }

  /** How late the answer comes. */
  Duration late() {
    return late;
  }

  byte[] answer() {
    return answer.toByteArray();
  }

  @Override
  public Headers getRequestHeaders() {
    return asked;
  }

  @Override
  public Headers getResponseHeaders() {
    return answered;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return method;
  }

  @Override
  public InputStream getRequestBody() {
    return body;
  }

  @Override
  public OutputStream getResponseBody() {
    return answer;
  }

  @Override
  public void sendResponseHeaders(int code, long length) {
    status = code;
  }

  /** The status, or -1 when the connection would have been cut. */
  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public void close() {}

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public HttpContext getHttpContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    throw new UnsupportedOperationException();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getAttribute(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(String name, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setStreams(InputStream in, OutputStream out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpPrincipal getPrincipal() {
    throw new UnsupportedOperationException();
  }
}
