package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A build's log begins with what is built. */
class OpeningTest {
  private final List<String> lines = new ArrayList<>();
  private final Opening opening = new Opening(lines::add);

  @Test
  void whatIsFoundOutBeforeIsToldAfter() {
    opening.line("Base image");
    assertEquals(List.of(), lines);
    opening.open("Building");
    opening.line("Pushed");
    opening.open();
    assertEquals(List.of("Building", "Base image", "Pushed"), lines);
  }

  @Test
  void whatFailsBeforeTellsAllTheSame() {
    opening.line("The registry is busy. Trying again.");
    opening.open();
    assertEquals(List.of("The registry is busy. Trying again."), lines);
  }
}
