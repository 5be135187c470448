package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.io.IOException;
import java.nio.file.Path;

/** Base images for tests. */
final class Images {
  private Images() {}

  /**
   * With merged folders, accounts, odd modes, a removed file, a replaced one, an emptied folder.
   */
  static OciLayout base(Path folder) throws IOException {
    return new OciLayout(
            folder,
            """
            {"Env": ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"], "Labels": {"vendor": "us", "v": "1"},
             "Entrypoint": ["/entry"], "Cmd": ["serve"], "User": "app", "WorkingDir": "/srv",
             "ExposedPorts": {"8080/tcp": {}}, "Volumes": {"/data": {}}, "StopSignal": "SIGINT"}
            """)
        .layer(
            tar ->
                tar.folder("usr", 0755, 0, 0)
                    .folder("usr/bin", 0755, 0, 0)
                    .link("bin", "usr/bin")
                    .link("lib", "/usr/lib")
                    .folder("usr/lib", 0755, 0, 0)
                    .folder("etc", 0755, 0, 0)
                    .file("etc/passwd", 0644, 0, 0, "root:x:0:0::/:/\napp:x:1000:2000::/:/\n")
                    .file("etc/group", 0644, 0, 0, "root:x:0:\nweb:x:3000:\n")
                    .folder("tmp", 01777, 0, 0)
                    .folder("home", 0755, 0, 0)
                    .folder("home/app", 0700, 1000, 2000)
                    .file("home/app/own", 0600, 1000, 2000, "own\n")
                    .link("home/link", "app")
                    .folder("srv", 0750, 1000, 3000)
                    .file("srv/old", 0644, 0, 0, "old\n")
                    .file("srv/gone", 0644, 0, 0, "gone\n")
                    .folder("opt", 0755, 0, 0)
                    .folder("opt/full", 0755, 0, 0)
                    .file("opt/full/a", 0644, 0, 0, "a\n")
                    .file("entry", 04755, 0, 0, "entry\n")
                    .hardLink("entry2", "entry", 04755, 0, 0)
                    .link("filelink", "srv/old"))
        .layer(
            tar ->
                tar.folder("srv", 0750, 1000, 3000)
                    .file("srv/.wh.gone", 0644, 0, 0, "")
                    .file("srv/old", 0600, 5, 6, "new\n")
                    .folder("opt", 0755, 0, 0)
                    .folder("opt/full", 0711, 0, 0)
                    .file("opt/full/.wh..wh..opq", 0644, 0, 0, "")
                    .file("opt/full/b", 0644, 0, 0, "b\n")
                    .file("implied/folder/f", 0644, 0, 0, "f\n"));
  }

  /** With triggers. */
  static OciLayout triggers(Path folder) throws IOException {
    return new OciLayout(
            folder,
            """
            {"Env": ["PATH=/bin", "HOME=/home"], "WorkingDir": "/app",
             "OnBuild": ["COPY top /triggered/", "ENV TRIGGERED=$HOME/yes", "WORKDIR sub"]}
            """)
        .layer(tar -> tar.folder("app", 0755, 0, 0));
  }
}
