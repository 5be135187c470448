package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.model.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HexFormat;

/** A few bytes in memory: a here-document, or a list of accounts. */
record TextContent(byte[] bytes, String identity) implements Content {
  static TextContent of(byte[] bytes) {
    return new TextContent(
        bytes.clone(), "sha256:" + HexFormat.of().formatHex(Sha256.hasher().digest(bytes)));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
