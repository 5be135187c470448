package io.jenkins.plugins.cloudrun.emulator.registry;

/** What a request to the registry is for. */
public enum RequestKind {
  PING(false, false),
  TOKEN(false, false),
  BLOB_CHECK(false, false),
  BLOB_READ(false, false),
  /** Opens an upload. */
  UPLOAD_START(true, false),
  /** A blob in one POST. */
  UPLOAD_WHOLE(true, true),
  /** Asks for a blob of another repository; the answer may be an upload instead. */
  MOUNT(true, false),
  UPLOAD_STATUS(true, false),
  UPLOAD_CHUNK(true, true),
  UPLOAD_FINISH(true, true),
  UPLOAD_CANCEL(true, false),
  MANIFEST_CHECK(false, false),
  MANIFEST_READ(false, false),
  MANIFEST_PUT(true, true),
  /** Asks what names a manifest as its subject. */
  REFERRERS(false, false),
  TAGS(false, false);

  private final boolean write;
  private final boolean body;

  RequestKind(boolean write, boolean body) {
    this.write = write;
    this.body = body;
  }

  boolean isWrite() {
    return write;
  }

  boolean hasBody() {
    return body;
  }
}
