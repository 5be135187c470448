package io.jenkins.plugins.cloudrun.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.promotion.DatedFreeze;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.promotion.WeeklyFreeze;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form or a file says of rules, and what the engine makes of it. */
class RulesSettingsTest {
  @Test
  void nothingGivenIsNoRule() {
    RulesSettings settings = new RulesSettings();
    settings.setApprovals(0);
    settings.setRequiredGates(" ");
    settings.setFreezes(List.of());
    assertEquals(Rules.NONE, settings.toRules());
    assertEquals(Optional.empty(), Optional.ofNullable(settings.getFreezes()));
  }

  @Test
  void allOfIt() {
    RulesSettings settings = new RulesSettings();
    settings.setRequiredGates("metrics, http");
    settings.setApprovals(2);
    settings.setApprovers("release-managers, ada");
    settings.setNotBy("author, starter");
    settings.setWithin("4h");
    settings.setSources("staging, dev");
    WeeklyFreezeSettings weekend = new WeeklyFreezeSettings("Sat, Sun");
    weekend.setName("weekend");
    weekend.setZone("Europe/Berlin");
    settings.setFreezes(List.of(weekend, new DatedFreezeSettings("2026-12-20", "2027-01-06")));
    assertEquals(
        new Rules(
            List.of("http", "metrics"),
            Optional.of(
                new RequiredApproval(
                    2,
                    List.of("release-managers", "ada"),
                    new NotBy(true, true),
                    Duration.ofHours(4))),
            List.of(
                WeeklyFreeze.parse("weekend", "Sat, Sun", "00:00", "24:00", "Europe/Berlin"),
                DatedFreeze.parse("", "2026-12-20", "2027-01-06", "UTC")),
            List.of("staging", "dev")),
        settings.toRules());
    assertEquals("starter, author", settings.getNotBy());
  }

  @Test
  void whatIsIncompleteIsRefused() {
    RulesSettings nobody = new RulesSettings();
    nobody.setApprovals(2);
    assertTrue(
        assertThrows(InvalidValueException.class, nobody::toRules)
            .getMessage()
            .contains("approvers is empty"));
    RulesSettings alone = new RulesSettings();
    alone.setApprovers("ada");
    assertEquals(1, alone.toRules().approval().orElseThrow().count());
    alone.setNotBy("everybody");
    assertThrows(InvalidValueException.class, alone::toRules);
    RulesSettings frozen = new RulesSettings();
    frozen.setFreezes(List.of(new WeeklyFreezeSettings(" ")));
    assertThrows(InvalidValueException.class, frozen::toRules);
    frozen.setFreezes(List.of(new DatedFreezeSettings("2026-12-20", "2026-12-19")));
    assertThrows(InvalidValueException.class, frozen::toRules);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RulesSettings", "WeeklyFreezeSettings", "DatedFreezeSettings"})
  void eachFieldHasItsHelp(String form) throws Exception {
    Set<String> fields = new TreeSet<>();
    var found = Pattern.compile("field=\"(\\w+)\"").matcher(resource(form, "config.jelly"));
    while (found.find()) {
      fields.add(found.group(1));
    }
    assertTrue(fields.size() >= 4, fields.toString());
    for (String field : fields) {
      assertTrue(resource(form, "help-" + field + ".html").contains("<p>"), field);
      String getter = "get" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
      Class<?> type = Class.forName(RulesSettings.class.getPackageName() + "." + form);
      assertNotNull(type.getMethod(getter));
    }
  }

  private static String resource(String form, String name) throws Exception {
    try (InputStream in = RulesSettings.class.getResourceAsStream(form + "/" + name)) {
      assertNotNull(in, form + "/" + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
