package io.jenkins.plugins.cloudrun.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.model.TopLevelItem;
import hudson.util.DescribableList;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.settings.CanaryStepSettings;
import io.jenkins.plugins.cloudrun.settings.HttpGateSettings;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which targets an item finds, and which are refused before they are kept. */
class ConfiguredTargetsTest {
  private final CloudRunConfiguration global = new CloudRunConfiguration();
  private final ConfiguredTargets targets = new ConfiguredTargets(global);

  private static TargetSettings target(String name, @Nullable String project) {
    TargetSettings target = new TargetSettings(name);
    target.setProject(project);
    return target;
  }

  private static List<String> shown(List<Target> found) {
    return found.stream()
        .map(t -> t.name() + t.project().map(project -> "@" + project).orElse(""))
        .toList();
  }

  @Test
  void nearestComesFirstAndHidesTheOthers() {
    global.setTargets(List.of(target("staging", "global-stage"), target("prod", "global-prod")));
    Folder team = new Folder(null, "team");
    Folder shop = new Folder(team, "shop");
    assertEquals(List.of("staging@global-stage", "prod@global-prod"), shown(targets.targets(shop)));
    team.with(folder -> folder.setTargets(List.of(target("test", "team-test"))));
    shop.with(
        folder ->
            folder.setTargets(List.of(target("prod", "shop-prod"), target("dev", "dev-one"))));
    assertEquals(
        List.of("prod@shop-prod", "dev@dev-one", "test@team-test", "staging@global-stage"),
        shown(targets.targets(shop)));
    assertEquals(
        List.of("test@team-test", "staging@global-stage", "prod@global-prod"),
        shown(targets.targets(team)));
    assertEquals(List.of("staging@global-stage", "prod@global-prod"), shown(targets.targets(null)));
  }

  @Test
  void nearestDefaultWinsFieldByField() {
    DefaultsSettings everywhere = new DefaultsSettings();
    everywhere.setProject("my-project");
    everywhere.setRegion("europe-west1");
    global.setDefaults(everywhere);
    Folder team = new Folder(null, "team");
    DefaultsSettings own = new DefaultsSettings();
    own.setProject("team-project");
    team.with(folder -> folder.setDefaults(own));
    assertEquals(
        new Defaults(
            Optional.of(new ProjectId("team-project")),
            Optional.of(new Region("europe-west1")),
            Optional.empty(),
            Optional.empty()),
        targets.defaults(team));
    global.setDefaults(new DefaultsSettings());
    assertNull(global.getDefaults());
  }

  @Test
  void whatCannotBeReadIsRefusedAsAWhole() {
    global.setTargets(List.of(target("staging", "stage-project")));
    TargetSettings regions = target("prod", "prod-project");
    regions.setRegions(List.of("europe-west1", "europe-west1"));
    TargetSettings repository = target("prod", null);
    repository.setRepository("europe-docker.pkg.dev/prod-project");
    TargetSettings provider = target("prod", null);
    provider.setWorkloadIdentityProvider("jenkins");
    TargetSettings canary = target("prod", null);
    canary.setCanary(List.of(new CanaryStepSettings(50), new CanaryStepSettings(5)));
    TargetSettings rules = target("prod", null);
    RulesSettings nobody = new RulesSettings();
    nobody.setApprovals(2);
    rules.setRules(nobody);
    for (String[] refused :
        new String[][] {
          {"Two targets are called 'staging'"},
          {"Target 'prod', project: 'P' is not a project"},
          {"Target 'prod', regions: 'europe-west1' stands there twice"},
          {"Target 'prod', repository: 'europe-docker.pkg.dev/prod-project' names a project alone"},
          {"Target 'prod', workloadIdentityProvider: 'jenkins' is not"},
          {"Target 'prod': The canary steps must ascend"},
          {"Target 'prod': approvals is 2, but approvers is empty"},
          {"'a b' is not a target's name"},
        }) {
      TargetSettings bad =
          switch (refused[0].substring(0, 20)) {
            case "Two targets are call" -> target("staging", null);
            case "Target 'prod', proje" -> target("prod", "P");
            case "Target 'prod', regio" -> regions;
            case "Target 'prod', repos" -> repository;
            case "Target 'prod', workl" -> provider;
            case "Target 'prod': The c" -> canary;
            case "Target 'prod': appro" -> rules;
            default -> target("a b", null);
          };
      String message =
          String.valueOf(
              assertThrows(
                      InvalidValueException.class,
                      () -> global.setTargets(Arrays.asList(target("staging", null), bad)))
                  .getMessage());
      assertTrue(message.contains(refused[0]), message);
    }
    assertEquals(List.of("staging@stage-project"), shown(targets.targets(null)));
  }

  @Test
  void promotionsFindWhatTheTargetAsks() {
    TargetSettings prod = target("prod", null);
    prod.setGates(List.of(new HttpGateSettings("/healthz")));
    prod.setCanary(List.of(new CanaryStepSettings(5)));
    RulesSettings rules = new RulesSettings();
    rules.setApprovers("release-managers");
    prod.setRules(rules);
    global.setTargets(List.of(target("staging", null), prod));
    PromotionTerms terms =
        targets.promotions(null).getOrDefault(new TargetName("prod"), PromotionTerms.NONE);
    assertEquals(1, terms.gates().size());
    assertEquals(5, terms.canary().get(0).percent().value());
    assertEquals(List.of("release-managers"), terms.rules().approval().orElseThrow().by());
    assertEquals(Rules.NONE, targets.promotions(null).get(new TargetName("staging")).rules());
  }

  @Test
  void whatWasChangedByHandAndCannotBeReadIsLeftOut() {
    TargetSettings broken = target("prod", "prod-project");
    global.setTargets(List.of(target("staging", null), broken));
    broken.setProject("P");
    assertEquals(List.of("staging"), shown(targets.targets(null)));
  }

  /** The one further out has other rules, or none. */
  @Test
  void whatCannotBeReadStillHidesWhatIsFurtherOut() {
    global.setTargets(List.of(target("prod", "global-prod"), target("test", "global-test")));
    TargetSettings strict = target("prod", "team-prod");
    RulesSettings rules = new RulesSettings();
    rules.setApprovers("release-managers");
    strict.setRules(rules);
    TargetSettings broken = target("test", "team-test");
    Folder team = new Folder(null, "team");
    team.with(folder -> folder.setTargets(List.of(strict, broken)));
    rules.setApprovers("anonymous");
    broken.setProject("T");
    assertEquals(List.of("prod@team-prod"), shown(targets.targets(team)));
    assertNull(targets.promotions(team).get(new TargetName("prod")));
  }

  /** Who may configure a folder may post its file; what is in it breaks no page of others. */
  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void whatIsNoTargetAtAllIsLeftOut() {
    global.setTargets(List.of(target("staging", null)));
    TargetSettings odd = target("odd", null);
    odd.setRegions((List) Arrays.asList(3, null));
    Folder team = new Folder(null, "team");
    team.with(
        folder -> {
          try {
            Field raw = CloudRunFolder.class.getDeclaredField("targets");
            raw.setAccessible(true);
            raw.set(
                folder,
                new ArrayList<Object>(Arrays.asList("text", null, odd, target("dev", null))));
          } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
          }
        });
    assertEquals(List.of("dev", "staging"), shown(targets.targets(team)));
    assertEquals(2, targets.promotions(team).size());
  }

  /** A folder of which only properties and place are asked. */
  private static final class Folder extends AbstractFolder<TopLevelItem> {
    private final Properties properties = new Properties();

    Folder(@Nullable Folder parent, String name) {
      super(parent, name);
    }

    void with(java.util.function.Consumer<CloudRunFolder> fill) {
      CloudRunFolder property = new CloudRunFolder();
      fill.accept(property);
      properties.add(property);
    }

    @Override
    public DescribableList<AbstractFolderProperty<?>, AbstractFolderPropertyDescriptor>
        getProperties() {
      return properties;
    }

    @Override
    public Collection<TopLevelItem> getItems() {
      return List.of();
    }

    @Override
    public @Nullable TopLevelItem getItem(String name) {
      return null;
    }

    @Override
    public Object getStaplerFallback() {
      return this;
    }

    @Override
    public Collection<?> getOverrides() {
      return List.of();
    }

    @Override
    public String getIconClassName() {
      return "";
    }
  }

  private static final class Properties
      extends DescribableList<AbstractFolderProperty<?>, AbstractFolderPropertyDescriptor> {}
}
