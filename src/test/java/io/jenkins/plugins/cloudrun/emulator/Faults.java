package io.jenkins.plugins.cloudrun.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to go wrong. Rules are told before the calls; each names an RPC ({@code UpdateService},
 * or {@code *} for all), counts that RPC's calls from the moment it is told, and applies to some of
 * them. Of several rules that apply to a call, the first told is used.
 */
public final class Faults {
  private final List<Rule> rules = new ArrayList<>();

  /** The next call fails with an HTTP status and has no effect. */
  public Faults fail(String rpc, int status) {
    return fail(rpc, 1, 1, status);
  }

  /** {@code count} calls, beginning with the {@code nth} from now (1 is the next), fail. */
  public Faults fail(String rpc, int nth, int count, int status) {
    return add(rpc, nth, count, refused(status, OptionalInt.empty()));
  }

  /** The next call is answered 429 with Retry-After. */
  public Faults busy(String rpc, int retryAfterSeconds) {
    return add(rpc, 1, 1, refused(429, OptionalInt.of(retryAfterSeconds)));
  }

  /** The next call takes effect, but is answered with an HTTP status such as 503 or 504. */
  public Faults failAfterwards(String rpc, int status) {
    return add(rpc, 1, 1, new Fault.FailedAfterwards(status, text(status)));
  }

  /** The next call takes effect, but its answer never comes. */
  public Faults loseAnswer(String rpc) {
    return add(rpc, 1, 1, new Fault.AnswerLost());
  }

  /** The next call's connection breaks after so many bytes of its body. */
  public Faults cutWithin(String rpc, long bytes) {
    return add(rpc, 1, 1, new Fault.CutWithin(bytes));
  }

  /** The next call is answered late. */
  public Faults delay(String rpc, Duration by) {
    return add(rpc, 1, 1, new Fault.Slow(by));
  }

  /** The next write's operation ends with an error. */
  public Faults failOperation(String rpc, int code, String message) {
    return add(rpc, 1, 1, new Fault.OperationFails(code, message));
  }

  /** Any fault, for {@code count} calls beginning with the {@code nth} from now. */
  public synchronized Faults add(String rpc, int nth, int count, Fault fault) {
    rules.add(new Rule(rpc, nth, count, fault));
    return this;
  }

  /** Forgets all rules. */
  public synchronized void clear() {
    rules.clear();
  }

  /** What is to happen to this call of an RPC; counts it. */
  public synchronized Optional<Fault> next(String rpc) {
    Optional<Fault> chosen = Optional.empty();
    for (Rule rule : rules) {
      if (rule.rpc.equals("*") || rule.rpc.equals(rpc)) {
        rule.seen++;
        if (chosen.isEmpty() && rule.seen >= rule.nth && rule.seen < rule.nth + rule.count) {
          chosen = Optional.of(rule.fault);
        }
      }
    }
    return chosen;
  }

  private static Fault refused(int status, OptionalInt retryAfter) {
    return new Fault.Refused(status, text(status), retryAfter);
  }

  private static String text(int status) {
    return switch (status) {
      case 409 -> "The operation was aborted.";
      case 429 ->
          "Quota exceeded for quota metric 'Write requests' of service 'run.googleapis.com'.";
      case 500 -> "Internal error encountered.";
      case 503 -> "The service is currently unavailable.";
      case 504 -> "Deadline expired before operation could complete.";
      default -> "The call was refused on purpose.";
    };
  }

  private static final class Rule {
    private final String rpc;
    private final int nth;
    private final int count;
    private final Fault fault;
    private int seen;

    Rule(String rpc, int nth, int count, Fault fault) {
      this.rpc = rpc;
      this.nth = nth;
      this.count = count;
      this.fault = fault;
    }
  }
}
