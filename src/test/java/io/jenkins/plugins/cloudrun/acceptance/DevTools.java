package io.jenkins.plugins.cloudrun.acceptance;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One page of a browser over the Chrome DevTools protocol: calls with their answers, and events.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  /** Of one call: a machine that does much else may stand still for some minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Map<Integer, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger last = new AtomicInteger();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  DevTools(HttpClient http, URI page) {
    socket = http.newWebSocketBuilder().buildAsync(page, this).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
    text.append(data);
    if (whole) {
      JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
      text.setLength(0);
      if (message.has("id")) {
        CompletableFuture<JsonObject> answer = open.remove(message.get("id").getAsInt());
        if (answer != null) {
          answer.complete(message);
        }
      } else {
        events.add(message);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    open.values().forEach(answer -> answer.completeExceptionally(error));
  }

  /** The answer's {@code result}. */
  JsonObject call(String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    open.put(id, answer);
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", new com.google.gson.Gson().toJsonTree(parameters));
    socket.sendText(message.toString(), true).join();
    try {
      JsonObject got = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (got.has("error")) {
        throw new AssertionError(method + " answered " + got.get("error"));
      }
      return got.getAsJsonObject("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("No answer to " + method, e);
    }
  }

  /** What has happened, and forgets it. */
  List<JsonObject> events() {
    List<JsonObject> all = List.copyOf(events);
    events.removeAll(all);
    return all;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
