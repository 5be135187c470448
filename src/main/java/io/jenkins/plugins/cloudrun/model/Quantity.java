package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/** Checks of the quantities in ResourceRequirements.limits. */
public final class Quantity {
  private static final Pattern CPU = Pattern.compile("[0-9]{1,2}(?:\\.[0-9]{1,3})?|[0-9]{1,5}m");
  private static final Pattern MEMORY = Pattern.compile("[0-9]{1,12}(?:Ki|Mi|Gi|k|M|G)?");

  private Quantity() {}

  /** {@code text} as a number of CPUs: {@code '1'}, {@code '0.5'}, {@code '500m'}. */
  public static String cpu(String text) {
    return Text.matching(
        CPU, "number of CPUs", text.trim(), "write '1', '2', '4', '8', '0.5' or '500m'");
  }

  /** {@code text} as an amount of memory: {@code '512Mi'}, {@code '2Gi'}. */
  public static String memory(String text) {
    return Text.matching(
        MEMORY, "memory size", text.trim(), "write a number and a unit, such as '512Mi' or '2Gi'");
  }
}
