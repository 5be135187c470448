package io.jenkins.plugins.cloudrun.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last calls of the API, for tests to count. */
public final class Journal {
  private static final int KEPT = 10_000;

  private final Deque<Call> calls = new ArrayDeque<>();

  public synchronized void add(Call call) {
    if (calls.size() == KEPT) {
      calls.removeFirst();
    }
    calls.addLast(call);
  }

  /** All of them, oldest first. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How often an RPC, such as {@code UpdateService}, was called, whatever was answered. */
  public synchronized long count(String rpc) {
    return calls.stream().filter(call -> call.rpc().equals(rpc)).count();
  }

  public synchronized void clear() {
    calls.clear();
  }
}
