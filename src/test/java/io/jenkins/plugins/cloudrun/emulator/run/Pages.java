package io.jenkins.plugins.cloudrun.emulator.run;

import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.util.List;

/** Lists in pages. */
final class Pages {
  private Pages() {}

  /**
   * A page.
   *
   * @param next the token of the next one, empty on the last
   */
  record Page<T>(List<T> items, String next) {}

  static <T> Page<T> of(List<T> all, int size, String token) {
    int from;
    try {
      from = token.isEmpty() ? 0 : Integer.parseInt(token);
    } catch (NumberFormatException e) {
      throw ApiException.violation("page_token", "Invalid page token.");
    }
    int to = Math.min(all.size(), from + (size <= 0 ? 100 : size));
    return new Page<>(
        all.subList(Math.min(from, to), to), to < all.size() ? String.valueOf(to) : "");
  }
}
