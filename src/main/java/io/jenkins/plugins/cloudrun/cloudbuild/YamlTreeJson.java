package io.jenkins.plugins.cloudrun.cloudbuild;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A tree of YAML as JSON. Made from the nodes, not from Java values: what a person wrote as the
 * value of a name of their own stays as it was written, {@code 1.10} and dates included.
 */
final class YamlTreeJson {
  static final int MOST_DEPTH = 30;
  private static final int MOST_NODES = 100_000;

  /** Maps whose keys are a person's own. */
  private static final Set<String> OWN_KEYS = Set.of("substitutions", "secretEnv", "envMap");

  private int nodes;

  JsonObject object(MappingNode map, boolean own, int depth) {
    JsonObject object = new JsonObject();
    for (NodeTuple tuple : map.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(object, tuple.getValueNode(), own, depth);
        continue;
      }
      String name = key(tuple.getKeyNode(), own);
      JsonElement value =
          json(tuple.getValueNode(), own || isOwn(name, tuple.getValueNode()), depth + 1);
      if (object.has(name) && !merged(map)) {
        throw new InvalidValueException(
            "The build configuration says '" + name + "' twice: keep one of them.");
      }
      object.add(name, value);
    }
    return object;
  }

  private static boolean isOwn(String name, Node value) {
    return OWN_KEYS.contains(name) && value instanceof MappingNode;
  }

  private static boolean merged(MappingNode map) {
    return map.getValue().stream().anyMatch(t -> t.getKeyNode().getTag().equals(Tag.MERGE));
  }

  private void merge(JsonObject object, Node value, boolean own, int depth) {
    if (value instanceof MappingNode map) {
      object(map, own, depth + 1)
          .entrySet()
          .forEach(
              e -> {
                if (!object.has(e.getKey())) {
                  object.add(e.getKey(), e.getValue());
                }
              });
    } else if (value instanceof SequenceNode list) {
      list.getValue().forEach(node -> merge(object, node, own, depth + 1));
    }
  }

  /** An alias may stand for a tree many times, or for itself: what comes of it is bounded. */
  private JsonElement json(Node node, boolean own, int depth) {
    nodes++;
    if (nodes > MOST_NODES || depth > MOST_DEPTH) {
      throw new InvalidValueException("The build configuration is larger than any build's.");
    }
    if (node instanceof MappingNode map) {
      return object(map, own, depth);
    }
    if (node instanceof SequenceNode list) {
      JsonArray array = new JsonArray();
      list.getValue().forEach(element -> array.add(json(element, own, depth + 1)));
      return array;
    }
    return scalar((ScalarNode) node, own);
  }

  private static JsonElement scalar(ScalarNode node, boolean own) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (own) {
      return new JsonPrimitive(text);
    }
    if (tag.equals(Tag.NULL)) {
      return JsonNull.INSTANCE;
    }
    if (tag.equals(Tag.BOOL)) {
      return new JsonPrimitive(Set.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT)));
    }
    boolean plain = text.matches("-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,17})?");
    if (plain && (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT))) {
      return new JsonPrimitive(new BigDecimal(text));
    }
    return new JsonPrimitive(text);
  }

  private static String key(Node key, boolean own) {
    if (!(key instanceof ScalarNode scalar)) {
      throw new InvalidValueException("The build configuration has a name that is no text.");
    }
    return own ? scalar.getValue() : camelCase(scalar.getValue());
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' && i > 0 && i + 1 < name.length()) {
        i++;
        camel.append(Character.toUpperCase(name.charAt(i)));
      } else {
        camel.append(c);
      }
    }
    return camel.toString();
  }
}
