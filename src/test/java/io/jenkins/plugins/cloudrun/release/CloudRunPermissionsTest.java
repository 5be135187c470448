package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.security.Permission;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What implies what, and that each says what it grants. */
class CloudRunPermissionsTest {
  @Test
  void areImpliedByWhatPeopleHaveAlready() {
    assertEquals(Item.READ, CloudRunPermissions.VIEW.impliedBy);
    assertEquals(Item.BUILD, CloudRunPermissions.DEPLOY.impliedBy);
    assertEquals(Item.CONFIGURE, CloudRunPermissions.PROMOTE.impliedBy);
    assertEquals(Item.CONFIGURE, CloudRunPermissions.APPROVE.impliedBy);
    assertEquals(CloudRunPermissions.DEPLOY, CloudRunPermissions.ROLL_BACK.impliedBy);
  }

  @Test
  void areNamedAsTheTablesOfPermissionsShowThem() {
    assertEquals(
        List.of(
            "Cloud Run/View",
            "Cloud Run/Deploy",
            "Cloud Run/Promote",
            "Cloud Run/Approve",
            "Cloud Run/RollBack"),
        CloudRunPermissions.all().stream().map(CloudRunPermissions::name).toList());
    // Persisted in the configuration of authorization strategies.
    assertEquals(
        "io.jenkins.plugins.cloudrun.release.CloudRunPermissions.RollBack",
        CloudRunPermissions.ROLL_BACK.getId());
  }

  @Test
  void eachIsDescribedInEachLanguage() {
    for (Permission permission : CloudRunPermissions.all()) {
      String english = permission.description.toString(Locale.ENGLISH);
      String german = permission.description.toString(Locale.GERMAN);
      assertTrue(english.length() > 30, english);
      assertTrue(german.length() > 30, german);
      assertFalse(english.equals(german), german);
    }
  }
}
