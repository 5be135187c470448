package io.jenkins.plugins.cloudrun.emulator.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Failures to come. Requests are counted from the moment when a fault is set; only those count that
 * were let in, so a challenge and its answer are one request.
 */
public final class Faults {
  private final List<Fault> pending = new ArrayList<>();
  private final Map<RequestKind, Duration> delays = new EnumMap<>(RequestKind.class);

  private static final class Fault {
    private final RequestKind kind;
    private final Outcome outcome;
    private int wait;

    Fault(RequestKind kind, int nth, Outcome outcome) {
      if (nth < 1) {
        throw new IllegalArgumentException("the first request is number 1, not " + nth);
      }
      this.kind = kind;
      this.outcome = outcome;
      this.wait = nth;
    }
  }

  /**
   * What befalls a request.
   *
   * @param answer instead of the real one; nothing is done then
   * @param cutAfter bytes of the request's body that arrive before the connection breaks
   * @param lost whether the request is served and its answer lost
   */
  record Outcome(Optional<Answer> answer, Optional<Long> cutAfter, boolean lost) {
    static final Outcome NONE = new Outcome(Optional.empty(), Optional.empty(), false);

    InputStream body(InputStream body) {
      return cutAfter.<InputStream>map(bytes -> new CutBody(body, bytes)).orElse(body);
    }
  }

  /** The nth request of this kind from now gets this status, and nothing is done. */
  public synchronized void fail(RequestKind kind, int nth, int status) {
    pending.add(new Fault(kind, nth, refused(failure(status))));
  }

  /** As above, with a {@code Retry-After} header in seconds. */
  public synchronized void fail(RequestKind kind, int nth, int status, Duration retryAfter) {
    Answer answer = failure(status).with("Retry-After", Long.toString(retryAfter.toSeconds()));
    pending.add(new Fault(kind, nth, refused(answer)));
  }

  /**
   * The connection of the nth request of this kind breaks when so many bytes of its body have
   * arrived, or all of them if there are fewer. What has arrived of an upload stays.
   */
  public synchronized void cut(RequestKind kind, int nth, long afterBytes) {
    if (!kind.hasBody()) {
      throw new IllegalArgumentException(kind + " has no body");
    }
    Outcome outcome = new Outcome(Optional.empty(), Optional.of(afterBytes), false);
    pending.add(new Fault(kind, nth, outcome));
  }

  /** The nth request of this kind is served, and the connection breaks before the answer. */
  public synchronized void loseAnswer(RequestKind kind, int nth) {
    pending.add(new Fault(kind, nth, new Outcome(Optional.empty(), Optional.empty(), true)));
  }

  /** Every request of this kind waits so long from now on. */
  public synchronized void slow(RequestKind kind, Duration delay) {
    delays.put(kind, delay);
  }

  public synchronized void clear() {
    pending.clear();
    delays.clear();
  }

  synchronized Duration delay(RequestKind kind) {
    return delays.getOrDefault(kind, Duration.ZERO);
  }

  synchronized Outcome next(RequestKind kind) {
    Outcome outcome = Outcome.NONE;
    for (Fault fault : List.copyOf(pending)) {
      if (fault.kind == kind && --fault.wait == 0) {
        pending.remove(fault);
        outcome = fault.outcome;
      }
    }
    return outcome;
  }

  private static Outcome refused(Answer answer) {
    return new Outcome(Optional.of(answer), Optional.empty(), false);
  }

  private static Answer failure(int status) {
    String code = status == 429 ? "TOOMANYREQUESTS" : "UNKNOWN";
    return new OciError(status, code, "The registry was told to fail with " + status).answer();
  }

  /** Ends with an exception after so many bytes, and at the end of the body at the latest. */
  private static final class CutBody extends FilterInputStream {
    private long left;

    CutBody(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      read(one, 0, 1);
      return one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = left == 0 ? -1 : super.read(bytes, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new CutException();
      }
      left -= count;
      return count;
    }
  }
}
