package io.jenkins.plugins.cloudrun.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BuiltImagesTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String COMMIT = "b".repeat(40);
  private static final String SHOP = "europe-docker.pkg.dev/p/apps/shop";

  @Test
  void theSameFilesInTwoPlacesAreTwoImages() {
    BuiltImages images = new BuiltImages();
    images.put(image(SHOP));
    images.put(image("us-docker.pkg.dev/p/apps/shop"));
    assertEquals(
        List.of(SHOP, "us-docker.pkg.dev/p/apps/shop"),
        images.getImages().stream().map(BuiltImage::getName).toList());
    assertEquals(DIGEST, images.getImages().get(0).getDigest());
    assertEquals(Optional.of(new CommitSha(COMMIT)), images.commit(DIGEST));
    assertEquals(Optional.empty(), images.commit("sha256:" + "c".repeat(64)));
  }

  @Test
  void anImageThatIsBuiltAgainIsShownOnce() {
    BuiltImages images = new BuiltImages();
    images.put(image(SHOP, finding(Severity.ERROR)));
    images.put(image(SHOP));
    assertEquals(1, images.getImages().size());
    assertTrue(images.getImages().get(0).getFindings().isEmpty());
  }

  @Test
  void findingsAreCountedInWords() {
    assertEquals(
        "2 errors, 1 warning, 1 note",
        image(
                SHOP,
                finding(Severity.ERROR),
                finding(Severity.ERROR),
                finding(Severity.WARNING),
                finding(Severity.INFO))
            .getAdvice());
  }

  @Test
  void nothingFoundIsNotTheSameAsNotLooked() {
    assertEquals("none: nothing was found", image(SHOP).getAdvice());
    assertEquals("not looked for (lint: 'off')", new BuiltImage(answer(SHOP), false).getAdvice());
  }

  @Test
  void aFindingIsASentenceWithItsPlace() {
    BuiltImage.Advice advice = image(SHOP, finding(Severity.INFO)).getFindings().get(0);
    assertEquals("The container runs as root.", advice.getMessage());
    assertEquals("Dockerfile:3", advice.getPlace());
    assertEquals("note", advice.getSeverity());
  }

  @Test
  void manyFindingsAreFoldedAway() {
    Finding[] some = Collections.nCopies(20, finding(Severity.ERROR)).toArray(new Finding[0]);
    Finding[] many = Collections.nCopies(21, finding(Severity.ERROR)).toArray(new Finding[0]);
    assertTrue(image(SHOP, some).isShort());
    assertFalse(image(SHOP, many).isShort());
    Finding[] kinds = new Finding[7];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new Finding("rule-" + i, Severity.ERROR, "", 0, "Something is wrong", "Mend it.");
    }
    assertFalse(image(SHOP, kinds).isShort());
    assertTrue(image(SHOP, Arrays.copyOf(kinds, 6)).isShort());
  }

  @Test
  void findingsThatDifferInTheirPlaceAloneAreOneRow() {
    List<BuiltImage.Row> rows =
        image(
                SHOP,
                secret("/srv/a/.env", "It is a secret"),
                new Finding("secrets", Severity.ERROR, "", 0, "env A is a secret", "Take it out."),
                secret("/srv/b/.env", "It is a secret"),
                secret("/srv/c/.env", "It is a key"))
            .getRows();
    assertEquals(
        List.of(List.of("/srv/a/.env", "/srv/b/.env"), List.of(), List.of("/srv/c/.env")),
        rows.stream().map(BuiltImage.Row::getPlaces).toList());
    assertEquals("It is a secret.", rows.get(0).getFirst().getMessage());
  }

  private static Finding secret(String file, String message) {
    return new Finding("secrets", Severity.ERROR, file, 0, message, "Take it out.");
  }

  private static BuiltImage image(String name, Finding... findings) {
    return new BuiltImage(answer(name, findings), true);
  }

  private static ImageAnswer answer(String name, Finding... findings) {
    return new ImageAnswer(
        name,
        DIGEST,
        name + "@" + DIGEST,
        List.of(COMMIT),
        COMMIT,
        "",
        1,
        1,
        0,
        0,
        List.of(findings),
        1);
  }

  private static Finding finding(Severity severity) {
    return new Finding(
        "root-user", severity, "Dockerfile", 3, "The container runs as root", "Name a user.");
  }
}
