package io.jenkins.plugins.cloudrun.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often it was read. */
class Counted implements Content {
  private final Content content;
  private final String identity;
  private final boolean isSettled;
  private final AtomicInteger opened = new AtomicInteger();
  private long size;

  Counted(String text, String identity, boolean isSettled) {
    this.content = LayerTarTest.of(text.getBytes(StandardCharsets.UTF_8));
    this.identity = identity;
    this.isSettled = isSettled;
    this.size = content.size();
  }

  Counted claiming(long claimed) {
    size = claimed;
    return this;
  }

  int opened() {
    return opened.get();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    opened.incrementAndGet();
    return content.open();
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public boolean isSettled() {
    return isSettled;
  }
}
