package io.jenkins.plugins.cloudrun.emulator.registry;

import com.google.gson.JsonElement;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer before it is sent, so that it can be lost on the way.
 *
 * @param bytes the body, unless it is a file
 */
record Answer(int status, Map<String, String> headers, byte[] bytes, Optional<Path> file) {

  static Answer of(int status) {
    return new Answer(status, Map.of(), new byte[0], Optional.empty());
  }

  static Answer of(int status, JsonElement json) {
    return of(status, "application/json", json.toString());
  }

  static Answer of(int status, String mediaType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Answer(status, Map.of(), bytes, Optional.empty()).with("Content-Type", mediaType);
  }

  static Answer of(int status, Path file) {
    return new Answer(status, Map.of(), new byte[0], Optional.of(file))
        .with("Content-Type", "application/octet-stream");
  }

  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, Collections.unmodifiableMap(more), bytes, file);
  }

  void send(Call call) throws IOException {
    headers.forEach(call::with);
    if (file.isEmpty()) {
      call.reply(status, bytes);
      return;
    }
    try (InputStream content = Files.newInputStream(file.get())) {
      call.reply(status, content, Files.size(file.get()));
    }
  }
}
