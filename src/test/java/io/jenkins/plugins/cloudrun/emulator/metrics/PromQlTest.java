package io.jenkins.plugins.cloudrun.emulator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values are those that Prometheus gives for the same counts, without its extrapolation. */
class PromQlTest {
  private static final Map<Map<String, String>, Double> COUNTS =
      Map.of(
          Map.of("revision_name", "shop-1", "response_code_class", "2xx"), 270.0,
          Map.of("revision_name", "shop-1", "response_code_class", "5xx"), 30.0,
          Map.of("revision_name", "shop-2", "response_code_class", "2xx"), 60.0);

  private static Map<Map<String, String>, Double> ask(String query) throws Exception {
    return PromQl.evaluate(
        query, (metric, window) -> metric.equals("requests") ? COUNTS : Map.of());
  }

  private static List<Double> values(String query) throws Exception {
    return ask(query).values().stream().sorted().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2 * 3                                                          ; 7",
        "(1 + 2) * 3                                                        ; 9",
        "10 - 4 - 3                                                         ; 3",
        "sum(increase(requests[5m]))                                        ; 360",
        "sum(rate(requests[5m]))                                            ; 1.2",
        "sum(rate(requests{revision_name=\"shop-1\"}[1m]))                  ; 5",
        "sum(increase(requests{revision_name=~\"shop-.*\",response_code_class!=\"5xx\"}[1h]))"
            + "; 330",
        "sum(increase(requests{revision_name!~\"shop-1|x\"}[1d]))           ; 60",
        "max(increase(requests[5m]))                                        ; 270",
        "min(increase(requests[5m]))                                        ; 30",
        "avg(increase(requests[5m]))                                        ; 120",
        "count(increase(requests[5m]))                                      ; 3",
        "100 * sum(increase(requests{response_code_class=\"5xx\"}[5m])) /"
            + " sum(increase(requests[5m])) ; 8.333333333333334",
        "(sum(rate(requests{response_code_class=\"4xx\"}[5m])) or vector(0)) /"
            + " sum(rate(requests[5m])) ; 0",
        "sum(rate(nobody[5m])) or vector(7)                                 ; 7",
        "sum(sum by (revision_name) (increase(requests[5m])))               ; 360",
      })
  void hasOneValue(String query, double expected) throws Exception {
    List<Double> values = values(query.strip());
    assertEquals(1, values.size(), values.toString());
    // Series are added in no order.
    assertEquals(expected, values.get(0), 1e-9);
  }

  @Test
  void seriesWithTheSameLabelsArePutTogether() throws Exception {
    assertEquals(
        Map.of(Map.of("revision_name", "shop-1"), 0.1),
        ask(
            "sum by (revision_name) (rate(requests{response_code_class=\"5xx\"}[5m]))"
                + " / sum(rate(requests[5m])) by (revision_name)"));
    assertEquals(List.of(60.0, 300.0), values("sum by (revision_name) (increase(requests[5m]))"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nobody", "up{job=\"x\"}", "sum(rate(nobody[5m]))", "sum(rate(nobody[5m])) / 2"})
  void whatNobodyKnowsHasNoSeries(String query) throws Exception {
    assertEquals(Map.of(), ask(query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(",
        "sum(up",
        "rate(requests[5m)",
        "requests{revision_name=}",
        "1 +",
        "1 2",
        "predict_linear(requests[5m])",
        "requests $"
      })
  void whatIsNoQueryIsRefused(String query) {
    PromQl.ParseException refused = assertThrows(PromQl.ParseException.class, () -> ask(query));
    assertTrue(refused.getMessage().contains("parse error"), refused.getMessage());
  }
}
