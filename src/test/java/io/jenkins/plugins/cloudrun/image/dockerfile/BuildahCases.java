package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.util.List;

/** Dockerfiles that buildah and ours must make the same of. */
final class BuildahCases {
  private BuildahCases() {}

  /**
   * @param ignore text of {@code .dockerignore}; empty for none
   * @param times whether times of files must be the same, too: where they come from an archive
   */
  record Case(String name, String ignore, boolean times, String dockerfile) {}

  private static Case of(String name, String dockerfile) {
    return new Case(name, "", false, dockerfile);
  }

  private static Case ignoring(String name, String ignore, String dockerfile) {
    return new Case(name, ignore, false, dockerfile);
  }

  static final List<Case> ALL =
      List.of(
          of("one-file", "FROM scratch\nCOPY top /\n"),
          of("renamed", "FROM scratch\nCOPY top /a/b/new\nCOPY exec.sh /a/b/\n"),
          of("folder", "FROM scratch\nCOPY d /x\nCOPY d /y/\nCOPY d/ /z/deep\n"),
          of("empty-folder", "FROM scratch\nCOPY empty /x/\nCOPY empty d/sub /y/\n"),
          of("links", "FROM scratch\nCOPY dlink /a\nCOPY flink abslink /b/\nCOPY flink /c\n"),
          of(
              "globs",
              "FROM scratch\nCOPY e/*.txt /a/\nCOPY d/[e-s]* /b/\nCOPY t?p [d-e]/x.* /c/\n"),
          of("odd-names", "FROM scratch\nCOPY [\"odd\", \"/a b/\"]\n"),
          of("setuid", "FROM scratch\nCOPY setuid /a\nCOPY --chmod=4711 setuid /b\n"),
          of("chmod", "FROM scratch\nCOPY --chmod=640 d /a\nCOPY --chmod=0755 top /b/c/\n"),
          of(
              "chown",
              """
              FROM scratch
              COPY --chown=1:2 top /new/deep/
              COPY --chown=3 d /x
              COPY etc /etc/
              COPY --chown=app top /y
              COPY --chown=app:web d /z
              COPY --chown=:web top /w
              COPY --chown=1000 top /v
              COPY --chown=77:app top /u
              """),
          of("absolute-source", "FROM scratch\nCOPY /d/f1 /../../e/x.txt ./a/../top /x/\n"),
          of(
              "existing",
              """
              FROM scratch
              COPY d /a
              COPY --chown=5:5 e /a
              COPY top /a/sub
              COPY --chown=9:9 d /a
              COPY exec.sh /a/f1
              """),
          of(
              "env",
              """
              FROM scratch
              ARG name=value
              ARG unset
              ENV A=$name B="${unset:-x y}" C='$name' D=a\\ b E=${name:+yes}
              ENV OLD some   words $A
              ENV A=new F=$A
              ENV G=${A}-$B PATH=/own:$PATH
              LABEL "my label"="$A" multi="one \\
              two"
              LABEL old form
              """),
          of(
              "config",
              """
              FROM scratch
              MAINTAINER Somebody <s@example.org>
              EXPOSE 80 443/tcp 53/udp
              EXPOSE 9000
              VOLUME /a /b
              VOLUME ["/c"]
              USER 12:34
              STOPSIGNAL SIGTERM
              WORKDIR /w
              ENTRYPOINT ["/e", "x"]
              CMD ["a", "b"]
              ONBUILD ENV X="a  b" Y=$X
              HEALTHCHECK --interval=5m --timeout=3s --retries=2 CMD curl -f http://localhost/
              """),
          of("shell-form", "FROM scratch\nCMD echo $HOME  x\nENTRYPOINT exec top -b\n"),
          of(
              "shell",
              "FROM scratch\n"
                  // Of its own shell form buildah runs CMD in /bin/sh, whatever SHELL says.
                  + "CMD run it\n"
                  + "SHELL [\"/bin/bash\", \"-ec\"]\n"
                  + "HEALTHCHECK CMD [\"a\"]\n"),
          of("entrypoint-clears", "FROM localhost/base\nENTRYPOINT [\"/other\"]\n"),
          of("entrypoint-keeps", "FROM localhost/base\nCMD [\"x\"]\nENTRYPOINT [\"/other\"]\n"),
          of("cmd-only", "FROM localhost/base\nCMD [\"x\"]\nLABEL v=2 w=3\nEXPOSE 81\n"),
          of("base-alone", "FROM localhost/base\nENV LANG=de\n"),
          of(
              "base-files",
              """
              FROM localhost/base
              COPY top new/
              COPY top /tmp/
              COPY top /home/app/
              COPY exec.sh /bin/tool
              COPY exec.sh /lib/x/
              COPY top /opt/full
              COPY --chown=app:web d /home/link/d
              """),
          of("onto-links", "FROM localhost/base\nCOPY d /home/link\nCOPY e /bin/\nCOPY top /lib\n"),
          of("merged", "FROM localhost/base\nCOPY d /srv\nCOPY etc /etc\n"),
          of(
              "workdirs",
              """
              FROM localhost/base
              WORKDIR sub
              COPY top .
              WORKDIR ../other
              COPY top ./
              USER root
              WORKDIR /root/deep
              ENV where=/var/x
              WORKDIR $where
              COPY top ../
              USER 1000:5
              WORKDIR /n
              """),
          of("workdir-scratch", "FROM scratch\nWORKDIR /a/b\nWORKDIR c\nCOPY d .\n"),
          new Case("add-tar", "", true, "FROM scratch\nADD t.tar /a\nADD t.tar.gz /b/\n"),
          new Case("add-flat", "", true, "FROM localhost/base\nADD flat.tgz /\n"),
          of("add-files", "FROM scratch\nADD no.gz /\nADD top d /x/\nCOPY t.tar /t/\n"),
          of("add-owned", "FROM scratch\nADD --chown=3:4 t.tar /a/\nADD --chown=3:4 top /b\n"),
          of(
              "stages",
              """
              FROM scratch AS one
              COPY --chown=5:6 d /d
              COPY --chown=7:8 setuid /bin/s
              COPY --chmod=6755 top /bin/t
              FROM scratch AS unused
              COPY not-there /
              FROM scratch
              COPY --from=one /d /all/
              COPY --from=one /d/f1 /bin/ /some/
              COPY --from=0 --chown=1:1 /d/sub /owned
              COPY --from=one d/*/f? /globbed/
              COPY --from=one /d/link /linked
              """),
          of(
              "stage-on-stage",
              """
              ARG BASE=localhost/base
              FROM $BASE AS a
              ENV X=1
              CMD ["from-a"]
              COPY top /one
              FROM a AS b
              COPY top /two
              ENTRYPOINT ["/b"]
              FROM b
              ARG BASE
              ENV Y=${BASE}-$X
              COPY --from=a /one /three
              """),
          new Case(
              "from-image",
              "",
              true,
              """
              FROM scratch
              COPY --from=localhost/base /home /h
              COPY --from=localhost/base /bin /b
              COPY --from=localhost/base /srv/old /entry /entry2 /filelink /f/
              COPY --from=localhost/base /opt /opt
              COPY --from=localhost/base /tmp /t
              """),
          of("triggers", "FROM localhost/triggers\nCOPY top .\n"),
          of("triggers-of-stage", "FROM scratch AS a\nONBUILD COPY top /x\nFROM a\nENV B=1\n"),
          of(
              "continued",
              """
              # escape=`

              FROM scratch
              COPY top `
                # a comment

                exec.sh `
                /x/
              ENV A=1 `
                  B=2
              """),
          of(
              "platform",
              """
              ARG TARGETARCH
              FROM --platform=linux/amd64 scratch
              ARG TARGETARCH
              ARG TARGETOS=x
              ENV ARCH=${TARGETARCH} P=<$TARGETPLATFORM>
              """),
          ignoring(
              "ignored",
              "**/*.log\nnode_modules\n!node_modules/m/README.md\n*.Dockerfile\n.dockerignore\n",
              "FROM scratch\nCOPY . /\n"),
          ignoring("ignored-all", "*\n!d/sub\n!e/*.txt\ne/y.txt\n", "FROM scratch\nCOPY . /x\n"),
          ignoring(
              "ignored-folder",
              "d/sub\ne/*\n.d*\n*.Dockerfile\n",
              "FROM scratch\nCOPY d e /x/\nCOPY . /y\n"),
          ignoring(
              "ignored-names",
              "**/node_modules\n.*\n*ile\n# x\n/top\nempty/\n",
              "FROM scratch\nCOPY . /\n"));
}
