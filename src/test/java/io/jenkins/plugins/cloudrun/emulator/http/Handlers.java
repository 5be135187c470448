package io.jenkins.plugins.cloudrun.emulator.http;

import com.google.protobuf.Message;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which RPCs are implemented, and by what. */
public final class Handlers {
  private final Map<String, Entry<?>> entries = new ConcurrentHashMap<>();
  private final Map<String, Raw> raw = new ConcurrentHashMap<>();

  /** Answers one call whose messages are not in our protos: JSON in, JSON out. */
  @FunctionalInterface
  public interface Raw {
    String handle(String body, Context context);
  }

  /** Implements a call by its text. */
  public void raw(String rpc, Raw handler) {
    raw.put(rpc, handler);
  }

  Optional<Raw> raw(String rpc) {
    return Optional.ofNullable(raw.get(rpc));
  }

  /** Answers one RPC. */
  @FunctionalInterface
  public interface Handler<R extends Message> {
    Message handle(R request, Context context);
  }

  private record Entry<R extends Message>(R prototype, Handler<R> handler) {
    @SuppressWarnings("unchecked") // the request was built from the prototype
    Message handle(Message request, Context context) {
      return handler.handle((R) request, context);
    }
  }

  /**
   * Implements an RPC.
   *
   * @param rpc such as {@code Services.GetService}
   * @param prototype any instance of its request
   */
  public <R extends Message> void on(String rpc, R prototype, Handler<R> handler) {
    entries.put(rpc, new Entry<>(prototype, handler));
  }

  Optional<Message> prototype(String rpc) {
    return Optional.ofNullable(entries.get(rpc)).map(Entry::prototype);
  }

  /** The answer of an RPC to one who is in the process. */
  public Message handle(String rpc, Message request, Context context) {
    Entry<?> entry = entries.get(rpc);
    if (entry == null) {
      throw ApiException.unimplemented();
    }
    return entry.handle(request, context);
  }
}
