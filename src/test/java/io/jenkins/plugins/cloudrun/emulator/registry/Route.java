package io.jenkins.plugins.cloudrun.emulator.registry;

import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is and what it is about.
 *
 * @param image empty for the ping and the token endpoint
 * @param reference a digest, a tag or the id of an upload; may be empty
 */
record Route(RequestKind kind, Optional<ImagePath> image, String reference) {
  private static final Pattern PATH =
      Pattern.compile(
          "/v2/(.+?)/(?:(blobs/uploads|blobs|manifests|referrers)/([^/]*)|(tags)/list)");

  static Route of(Call call) throws OciError {
    String path = call.path();
    String method = call.method();
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Route(RequestKind.PING, Optional.empty(), "");
    }
    if (path.equals("/v2/token") && method.equals("GET")) {
      return new Route(RequestKind.TOKEN, Optional.empty(), "");
    }
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new OciError(404, "NOT_FOUND", "There is nothing at " + path);
    }
    String room = matcher.group(4) == null ? matcher.group(2) : matcher.group(4);
    String reference = matcher.group(3) == null ? "" : matcher.group(3);
    RequestKind kind = kind(call, room, reference);
    return new Route(kind, Optional.of(ImagePath.parse(matcher.group(1))), reference);
  }

  private static RequestKind kind(Call call, String room, String reference) throws OciError {
    String request = call.method() + " " + room;
    return switch (request) {
      case "HEAD blobs" -> RequestKind.BLOB_CHECK;
      case "GET blobs" -> RequestKind.BLOB_READ;
      case "POST blobs/uploads" -> {
        if (!reference.isEmpty()) {
          throw unsupported(request);
        }
        if (call.query("mount").isPresent()) {
          yield RequestKind.MOUNT;
        }
        yield call.query("digest").isPresent()
            ? RequestKind.UPLOAD_WHOLE
            : RequestKind.UPLOAD_START;
      }
      case "GET blobs/uploads" -> RequestKind.UPLOAD_STATUS;
      case "PATCH blobs/uploads" -> RequestKind.UPLOAD_CHUNK;
      case "PUT blobs/uploads" -> RequestKind.UPLOAD_FINISH;
      case "DELETE blobs/uploads" -> RequestKind.UPLOAD_CANCEL;
      case "HEAD manifests" -> RequestKind.MANIFEST_CHECK;
      case "GET manifests" -> RequestKind.MANIFEST_READ;
      case "PUT manifests" -> RequestKind.MANIFEST_PUT;
      case "GET referrers" -> RequestKind.REFERRERS;
      case "GET tags" -> RequestKind.TAGS;
      default -> throw unsupported(request);
    };
  }

  private static OciError unsupported(String request) {
    return new OciError(405, "UNSUPPORTED", request + " is not supported");
  }
}
