package io.jenkins.plugins.cloudrun.durable;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Files as versions of the plugin wrote them, one for each state that a value can be cut off in:
 * {@code src/test/resources/stored/<kind>/<form>/<state>.json}. Never edited: every form is read
 * for good. A new form gets a folder of its own, written by the {@code main} of the kind's test.
 */
public final class Golden {
  /** Leaves plans readable: a golden file has to be the same on every machine. */
  public static final Seal PLAIN =
      new Seal() {
        @Override
        public String seal(String plain) {
          return plain;
        }

        @Override
        public String open(String sealed) {
          return sealed;
        }
      };

  private static final Path FOLDER = Path.of("src/test/resources/stored");

  private Golden() {}

  /** All forms of a kind, by form and state. */
  public static Map<String, String> files(String kind) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    Path folder = FOLDER.resolve(kind);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        texts.put(
            folder.relativize(file).toString().replace(".json", ""),
            Files.readString(file).strip());
      }
    }
    return texts;
  }

  /** Keeps the first value of each state that is saved. */
  public static final class Recorder<V extends Durable<V>> implements Store<V> {
    private final Store<V> store;
    private final Codec<V> codec;
    private final Function<V, String> state;
    private final Map<String, String> seen = new LinkedHashMap<>();

    public Recorder(Store<V> store, Codec<V> codec, Function<V, String> state) {
      this.store = store;
      this.codec = codec;
      this.state = state;
    }

    @Override
    public List<V> unsettled() {
      return store.unsettled();
    }

    @Override
    public Optional<V> find(String id) {
      return store.find(id);
    }

    @Override
    public synchronized void save(V value) {
      seen.putIfAbsent(state.apply(value), codec.write(value));
      store.save(value);
    }

    /** Writes them as golden files. */
    public synchronized void write(String kind, String form) throws IOException {
      Path folder = Files.createDirectories(FOLDER.resolve(kind).resolve(form));
      for (Map.Entry<String, String> one : seen.entrySet()) {
        Files.writeString(folder.resolve(one.getKey() + ".json"), one.getValue() + "\n");
      }
    }
  }

  /**
   * What stands in {@code before} and not, or otherwise, in {@code after}; plans are looked into.
   */
  public static List<String> lost(String before, String after) {
    List<String> lost = new ArrayList<>();
    compare("", JsonParser.parseString(before), JsonParser.parseString(after), lost);
    return lost;
  }

  private static void compare(
      String path, JsonElement before, JsonElement after, List<String> lost) {
    if (before instanceof JsonObject object && after instanceof JsonObject now) {
      object
          .entrySet()
          .forEach(
              entry -> {
                String name = path + "/" + entry.getKey();
                if (name.equals("/format")) {
                  // What is written has today's number.
                  return;
                }
                if (!now.has(entry.getKey())) {
                  lost.add(name);
                } else if (name.equals("/plan")) {
                  compare(name, inner(entry.getValue()), inner(now.get("plan")), lost);
                } else {
                  compare(name, entry.getValue(), now.get(entry.getKey()), lost);
                }
              });
    } else if (before instanceof JsonArray array
        && after instanceof JsonArray now
        && array.size() == now.size()) {
      for (int i = 0; i < array.size(); i++) {
        compare(path + "/" + i, array.get(i), now.get(i), lost);
      }
    } else if (!before.equals(after)) {
      lost.add(path + ": " + before + " became " + after);
    }
  }

  private static JsonElement inner(JsonElement sealed) {
    return JsonParser.parseString(sealed.getAsString());
  }
}
