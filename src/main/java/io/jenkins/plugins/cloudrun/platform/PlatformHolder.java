package io.jenkins.plugins.cloudrun.platform;

import java.util.ServiceLoader;

/** Finds the platform when it is first asked for. */
final class PlatformHolder {
  static final Platform PLATFORM =
      ServiceLoader.load(Platform.class, Platform.class.getClassLoader())
          .findFirst()
          .orElseGet(JenkinsPlatform::new);

  private PlatformHolder() {}
}
