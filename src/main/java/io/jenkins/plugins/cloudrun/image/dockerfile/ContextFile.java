package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file on disk; one that is written anew has another identity. */
record ContextFile(Path file, long size, String identity) implements Content {
  static ContextFile of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new ContextFile(
        file,
        attributes.size(),
        String.join(
            "|",
            file.toString(),
            String.valueOf(attributes.size()),
            attributes.lastModifiedTime().toInstant().toString(),
            String.valueOf(attributes.fileKey())));
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }
}
