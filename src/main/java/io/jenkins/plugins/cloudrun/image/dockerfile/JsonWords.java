package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of an instruction: {@code ["executable", "argument"]}. */
final class JsonWords {
  private JsonWords() {}

  /**
   * Empty if the text is no JSON array; it is the shell form then, as with Docker.
   *
   * @throws InvalidValueException if it is an array of anything but strings
   */
  static Optional<List<String>> parse(String text) {
    if (!text.stripLeading().startsWith("[")) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    boolean strings = true;
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.beginArray();
      while (reader.hasNext()) {
        if (reader.peek() == JsonToken.STRING) {
          words.add(reader.nextString());
        } else {
          strings = false;
          reader.skipValue();
        }
      }
      reader.endArray();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        return Optional.empty();
      }
    } catch (MalformedJsonException | java.io.EOFException | IllegalStateException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // A StringReader does not fail.
    }
    if (!strings) {
      throw new InvalidValueException("the JSON form is a list of texts in double quotes alone.");
    }
    return Optional.of(words);
  }
}
