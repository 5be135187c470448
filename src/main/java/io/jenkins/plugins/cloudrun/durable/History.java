package io.jenkins.plugins.cloudrun.durable;

import io.jenkins.plugins.cloudrun.model.Cadence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps a history within bounds, as every save writes all of it: the first lines and the last ones
 * stay, and one line of the kind {@link Entry#OMITTED} between them says how many are left out.
 */
public final class History {
  /** More lines than this are not kept. */
  public static final int MOST_ENTRIES = 1000;

  /** More characters than this are not kept, of all lines together. */
  static final int MOST_CHARACTERS = 256 * 1024;

  /** A longer line is cut; the container's log has the whole of it. */
  static final int LONGEST = 4000;

  private static final int FIRST_ENTRIES = 200;
  private static final int FIRST_CHARACTERS = MOST_CHARACTERS / 4;
  private static final int LAST_ENTRIES = 400;
  private static final int LAST_CHARACTERS = MOST_CHARACTERS / 2;
  private static final Pattern COUNT = Pattern.compile("^(\\d{1,9}) ");

  private History() {}

  /** With one more line. */
  public static List<Entry> with(List<Entry> history, Entry entry) {
    return with(history, List.of(entry));
  }

  /** With more lines, none of which is left out: those who look on see each of them once. */
  public static List<Entry> with(List<Entry> history, List<Entry> more) {
    List<Entry> all = new ArrayList<>(history.size() + more.size());
    all.addAll(history);
    more.forEach(entry -> all.add(cut(entry)));
    return all.size() > MOST_ENTRIES || characters(all) > MOST_CHARACTERS
        ? compacted(all, more.size())
        : List.copyOf(all);
  }

  /**
   * Whether it is time for a line that says how far something is, by {@link Cadence#USUAL}, and
   * whether it differs from the line before. Only the history is asked: after a restart nothing is
   * said twice.
   *
   * @param began when that began; earlier lines are of something else
   */
  public static boolean isDue(List<Entry> history, Instant began, Instant now, String text) {
    Optional<Entry> last =
        history.isEmpty()
            ? Optional.empty()
            : Optional.of(history.get(history.size() - 1))
                .filter(entry -> !entry.at().isBefore(began));
    return !now.isBefore(Cadence.USUAL.next(began, last.map(Entry::at).orElse(began)))
        && last.filter(entry -> entry.text().equals(text)).isEmpty();
  }

  private static Entry cut(Entry entry) {
    int length = entry.text().length();
    return length <= LONGEST
        ? entry
        : new Entry(
            entry.at(),
            entry.kind(),
            entry.text().substring(0, LONGEST)
                + "… ("
                + (length - LONGEST)
                + " more characters are not kept)");
  }

  private static List<Entry> compacted(List<Entry> all, int fresh) {
    int head = 0;
    for (int characters = 0; head < Math.min(FIRST_ENTRIES, all.size() - fresh); head++) {
      characters += all.get(head).text().length();
      if (characters > FIRST_CHARACTERS || omitted(all.get(head)) > 0) {
        break;
      }
    }
    int tail = all.size();
    for (int characters = 0; tail > head; tail--) {
      characters += all.get(tail - 1).text().length();
      boolean enough = all.size() - tail >= LAST_ENTRIES || characters > LAST_CHARACTERS;
      if (enough && all.size() - tail >= fresh) {
        break;
      }
    }
    int left = 0;
    for (Entry entry : all.subList(head, tail)) {
      left += Math.max(1, omitted(entry));
    }
    List<Entry> kept = new ArrayList<>(all.subList(0, head));
    if (left > 0) {
      kept.add(new Entry(all.get(tail - 1).at(), Entry.OMITTED, left + " lines are left out here"));
    }
    kept.addAll(all.subList(tail, all.size()));
    return List.copyOf(kept);
  }

  private static int characters(List<Entry> entries) {
    return entries.stream().mapToInt(entry -> entry.text().length()).sum();
  }

  /** How many lines an entry stands for; 0 when it is a line itself. */
  static int omitted(Entry entry) {
    if (!entry.kind().equals(Entry.OMITTED)) {
      return 0;
    }
    Matcher count = COUNT.matcher(entry.text());
    return count.find() ? Integer.parseInt(count.group(1)) : 0;
  }
}
