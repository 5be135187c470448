package io.jenkins.plugins.cloudrun.release;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import java.util.List;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/**
 * What people may do on the pages of Cloud Run. Each is granted on a job, on a folder for what is
 * in it, or on the whole Jenkins; each is implied by a permission that Jenkins has itself, so that
 * nothing needs to be granted before the pages are of use.
 */
public final class CloudRunPermissions {
  // An own holder: the bundle lies beside this class and is named like it.
  private static final ResourceBundleHolder TEXTS =
      ResourceBundleHolder.get(CloudRunPermissions.class);

  public static final PermissionGroup GROUP =
      new PermissionGroup(CloudRunPermissions.class, text("title"));

  /** To see what serves where, and the rollouts. Who may read the job has it. */
  public static final Permission VIEW = permission("View", Item.READ);

  /** To go on with a rollout or to stop it. Who may build the job has it. */
  public static final Permission DEPLOY = permission("Deploy", Item.BUILD);

  /** To bring what serves in one target to another one. Who may configure the job has it. */
  public static final Permission PROMOTE = permission("Promote", Item.CONFIGURE);

  /**
   * To answer when a rollout asks, if the rollout's own rule allows it. Who may configure the job
   * has it, as such a person may change the rule; who may only build it has not, so that approving,
   * and overriding a freeze, can be kept for others than those who deploy.
   */
  public static final Permission APPROVE = permission("Approve", Item.CONFIGURE);

  /** To put traffic back to what was proven healthy. Who may deploy has it. */
  public static final Permission ROLL_BACK = permission("RollBack", DEPLOY);

  private CloudRunPermissions() {}

  /** All, in the order in which they are shown. */
  public static List<Permission> all() {
    return List.of(VIEW, DEPLOY, PROMOTE, APPROVE, ROLL_BACK);
  }

  /** What a refusal names: {@code Cloud Run/RollBack}, as the tables of permissions show it. */
  public static String name(Permission permission) {
    return permission.group.title + "/" + permission.name;
  }

  /** Makes them known before any configuration that grants them is read. */
  @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.EXTENSIONS_AUGMENTED)
  public static void register() {
    // That this class is loaded is enough.
  }

  private static Permission permission(String name, Permission impliedBy) {
    // ITEM lies within ITEM_GROUP and JENKINS: it can be granted there, too.
    return new Permission(GROUP, name, text(name), impliedBy, PermissionScope.ITEM);
  }

  private static Localizable text(String key) {
    return new Localizable(TEXTS, key);
  }
}
