package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
  @Test
  void readsStagesAndWhatStandsBeforeThem() {
    Dockerfile file =
        Dockerfile.parse(
            """
            # syntax=docker/dockerfile:1
            ARG VERSION=1 OTHER
            from --platform=$BUILDPLATFORM golang:${VERSION} as Build
            run go build
            FROM scratch

            COPY --from=build --chown=1:2 /app /app
            """);
    assertEquals(Optional.of("docker/dockerfile:1"), file.syntax());
    assertEquals(
        List.of(
            new Instruction.Pair("VERSION", Optional.of("1")),
            new Instruction.Pair("OTHER", Optional.empty())),
        file.arguments().get(0).pairs());
    assertEquals(2, file.stages().size());
    Stage build = file.stage("BUILD").orElseThrow();
    assertEquals("build", build.name());
    assertEquals("golang:${VERSION}", build.base());
    assertEquals(Optional.of("$BUILDPLATFORM"), build.from().flag("platform"));
    assertEquals(build, file.stage("0").orElseThrow());
    Instruction copy = file.last().instructions().get(0);
    assertEquals(Map.of("from", List.of("build"), "chown", List.of("1:2")), copy.flags());
    assertEquals(List.of("/app", "/app"), copy.words());
    assertEquals(7, copy.line());
  }

  @Test
  void joinsContinuedLinesAndLeavesCommentsOut() {
    Dockerfile file =
        Dockerfile.parse(
            "FROM scratch\r\n"
                + "RUN a \\\r\n"
                + "# comment\r\n"
                + "  && b \\  \r\n\r\n"
                + "  # more\r\n"
                + "   && c\r\n"
                + "CMD x");
    Instruction run = file.last().instructions().get(0);
    assertEquals(List.of("a   && b    && c"), run.words());
    assertEquals(2, run.line());
    assertEquals(7, run.lastLine());
    assertEquals(8, file.last().instructions().get(1).line());
    assertEquals(
        List.of(
            "Dockerfile, line 5: an empty line stands between continued lines; Docker will refuse"
                + " that."),
        file.warnings());
    assertEquals(
        List.of("a \\\\", "b"),
        Dockerfile.parse("FROM scratch\nRUN a \\\\\nCMD b").last().instructions().stream()
            .flatMap(i -> i.words().stream())
            .toList(),
        "a doubled escape does not continue a line");
  }

  @Test
  void followsTheEscapeDirective() {
    Dockerfile file =
        Dockerfile.parse("# escape=`\nFROM scratch\nCOPY a `\n  c:\\\nENV A=x` y B=\\");
    assertEquals('`', file.escape());
    assertEquals(List.of("a", "c:\\"), file.last().instructions().get(0).words());
    assertEquals(List.of("A=x` y", "B=\\"), file.last().instructions().get(1).words());
    assertEquals('\\', Dockerfile.parse("# x\n# escape=`\nFROM scratch").escape());
    assertEquals('\\', Dockerfile.parse("\n# escape=`\nFROM scratch").escape());
  }

  @Test
  void readsHeredocs() {
    Dockerfile file =
        Dockerfile.parse(
            """
            FROM scratch
            COPY <<one <<-"two" /dir/
            a $b
            # not a comment \\
            one
            \t\tc
            \ttwo
            RUN <<EOF cat
            x
            EOF
            RUN echo "<<EOF" '<<EOF' $((1<<2))
            ONBUILD COPY <<end /f
            y
            end
            CMD ["<<EOF"]
            """);
    List<Instruction> all = file.last().instructions();
    assertEquals(
        List.of(
            new Heredoc("one", true, "a $b\n# not a comment \\\n", 3),
            new Heredoc("two", false, "c\n", 6)),
        all.get(0).heredocs());
    assertEquals(List.of("<<one", "<<-\"two\"", "/dir/"), all.get(0).words());
    assertEquals(List.of(new Heredoc("EOF", true, "x\n", 9)), all.get(1).heredocs());
    assertEquals(10, all.get(1).lastLine());
    assertTrue(all.get(2).heredocs().isEmpty());
    assertEquals(
        List.of(new Heredoc("end", true, "y\n", 13)),
        all.get(3).trigger().orElseThrow().heredocs());
    assertEquals(15, all.get(4).line());
  }

  @Test
  void tellsTheJsonFormFromTheShellForm() {
    Dockerfile file =
        Dockerfile.parse(
            """
            FROM scratch
            CMD ["a", "b\\u0020c"]
            CMD [ 'a' ]
            CMD ["a"] b
            ENTRYPOINT []
            COPY ["a b", "c d/"]
            VOLUME ["/x", "/y"]
            HEALTHCHECK --interval=5s CMD ["a"]
            HEALTHCHECK CMD curl -f x
            SHELL ["/bin/bash", "-c"]
            """);
    List<Instruction> all = file.last().instructions();
    assertEquals(List.of("a", "b c"), all.get(0).words());
    assertTrue(all.get(0).json());
    assertEquals(List.of("[ 'a' ]"), all.get(1).words());
    assertFalse(all.get(1).json());
    assertEquals(List.of("[\"a\"] b"), all.get(2).words());
    assertTrue(all.get(3).json() && all.get(3).words().isEmpty());
    assertEquals(List.of("a b", "c d/"), all.get(4).words());
    assertEquals(List.of("/x", "/y"), all.get(5).words());
    assertEquals(List.of("CMD", "a"), all.get(6).words());
    assertEquals(List.of("CMD", "curl -f x"), all.get(7).words());
  }

  @Test
  void readsBothFormsOfEnv() {
    Dockerfile file =
        Dockerfile.parse(
            """
            FROM scratch
            ENV A=1 B="x y" C='p q' D=a\\ b
            ENV OLD some words  here
            LABEL "my label"="x" multi="a \\
            b"
            """);
    List<Instruction> all = file.last().instructions();
    assertEquals(List.of("A=1", "B=\"x y\"", "C='p q'", "D=a\\ b"), all.get(0).words());
    assertEquals(List.of("OLD=some words  here"), all.get(1).words());
    assertEquals(List.of("\"my label\"=\"x\"", "multi=\"a b\""), all.get(2).words());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COPY a b|Dockerfile, line 1: COPY stands before FROM: only ARG may.",
        "# nothing|Dockerfile has no FROM: it must say what to build on.",
        "FROM a b|Dockerfile, line 1: FROM is 'FROM image' or 'FROM image AS name'.",
        "FROM a AS 1x|Dockerfile, line 1: '1x' is no name of a stage",
        "FROM a AS b;FROM c AS B|Dockerfile, line 2: a stage 'b' is there already, in line 1.",
        "FROM a;;RUNX y|Dockerfile, line 3: 'RUNX' is no instruction. Those that are: ADD, ARG,",
        "FROM a;COPY x|Dockerfile, line 2: COPY needs at least one source and a destination.",
        "FROM a;COPY x y z|Dockerfile, line 2: COPY with more than one source needs a folder",
        "FROM a;COPY --form=b x y|Dockerfile, line 2: COPY has no flag --form; it has --chmod,",
        "FROM a;USER --x y|Dockerfile, line 2: USER has no flag --x: it has none at all.",
        "FROM a;CMD [1]|Dockerfile, line 2: the JSON form is a list of texts in double quotes",
        "FROM a;SHELL bash|Dockerfile, line 2: SHELL takes the JSON form alone",
        "FROM a;ENV A|Dockerfile, line 2: ENV needs a value: ENV A=value.",
        "FROM a;ENV A=b c|Dockerfile, line 2: ENV: 'c' is no NAME=value.",
        "FROM a;RUN|Dockerfile, line 2: RUN needs a command.",
        "FROM a;ONBUILD FROM b|Dockerfile, line 2: ONBUILD cannot keep FROM.",
        "FROM a;ONBUILD nope|Dockerfile, line 2: 'nope' is no instruction.",
        "FROM a;HEALTHCHECK x|Dockerfile, line 2: HEALTHCHECK is 'NONE' or 'CMD' and a command.",
        "FROM a;COPY <<E /x;abc|Dockerfile, line 2: the here-document <<E does not end",
        "# escape=x;FROM a|Dockerfile: the directive 'escape' is 'x': it can be \\ or `.",
      })
  void saysWhereAndWhatIsAllowed(String text, String expected) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> Dockerfile.parse(text.replace(';', '\n')));
    assertTrue(refused.getMessage().startsWith(expected), refused.getMessage());
  }
}
