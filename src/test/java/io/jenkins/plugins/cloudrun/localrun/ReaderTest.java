package io.jenkins.plugins.cloudrun.localrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of Groovy and of Declarative Pipeline, with steps that only note their calls. */
class ReaderTest {
  private final List<String> calls = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private final Steps steps =
      new Steps() {
        @Override
        public Set<String> names() {
          return new TreeSet<>(Set.of("echo", "deploy", "http", "fail"));
        }

        @Override
        public @Nullable Object call(
            String name,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named,
            Map<String, String> environment,
            Place place) {
          if (name.equals("fail")) {
            throw new StepFailedException("on purpose", new IllegalStateException());
          }
          if (name.equals("http")) {
            return "http" + arguments + named;
          }
          calls.add(name + arguments + named);
          return new LinkedHashMap<>(Map.of("ref", "img@sha", "traffic", List.of(Map.of("p", 5))));
        }
      };

  private Optional<RuntimeException> run(String source, Map<String, String> environment) {
    PipelineLog log = new PipelineLog(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return new Declarative("J", new Evaluator(steps, log), log)
        .run(Parser.parse("J", source), Scope.of(environment), "/ws");
  }

  private Optional<RuntimeException> steps(String source) {
    return run(
        "pipeline { agent any; stages { stage('S') { steps {\n" + source + "\n} } } }",
        Map.of("NUMBER", "7"));
  }

  @Test
  void bindsValuesOfEveryKind() {
    Optional<RuntimeException> failure =
        steps(
            """
            script {
              def made = deploy(service: 'shop', env: [A: 'b,c', 'k-x': "n${env.NUMBER}"],
                gates: [http('/h'), http(path: '/i')], canary: [[percent: 5, bake: '3s']],
                empty: [:], none: [], yes: true, no: null)
              echo "ref ${made.ref} $NUMBER $made.ref \\$x ${made.traffic[0].p}"
              echo made['ref'] + ' ' + (env.MISSING ?: "else ${env.NUMBER}")
              echo "${made.gone?.deeper}"
              deploy service: 'x',
                image: made.ref; echo 'last' // a remark
            }
            """);
    assertEquals(Optional.empty(), failure);
    assertEquals(
        List.of(
            "deploy[]{service=shop, env={A=b,c, k-x=n7}, gates=[http[/h]{}, http[]{path=/i}],"
                + " canary=[{percent=5, bake=3s}], empty={}, none=[], yes=true, no=null}",
            "echo[ref img@sha 7 img@sha $x 5]{}",
            "echo[img@sha else 7]{}",
            "echo[null]{}",
            "deploy[]{service=x, image=img@sha}",
            "echo[last]{}"),
        calls);
  }

  @Test
  void writesTheLogAsJenkinsDoes() {
    Optional<RuntimeException> failure =
        run(
            """
            def built
            pipeline {
              agent any
              environment {
                A = 'one'
                B = "${A}-${env.NUMBER}"
              }
              stages {
                stage('First') { steps { script { built = deploy(service: env.B) } } }
                stage('Second') {
                  steps { fail() }
                  post { failure { echo 'stage failed' } }
                }
                stage('Third') { steps { echo "${built.ref}" } }
              }
              post {
                success { echo 'never' }
                always { echo "always ${built.ref}" }
                failure { echo 'failed' }
              }
            }
            """,
            Map.of("NUMBER", "7"));
    assertEquals("on purpose", failure.orElseThrow().getMessage());
    assertEquals(
        List.of(
            "deploy[]{service=one-7}",
            "echo[stage failed]{}",
            "echo[always img@sha]{}",
            "echo[failed]{}"),
        calls);
    assertEquals(
        """
        [Pipeline] Start of Pipeline
        [Pipeline] node
        Running without a Jenkins in /ws
        [Pipeline] {
        [Pipeline] withEnv
        [Pipeline] {
        [Pipeline] stage
        [Pipeline] { (First)
        [Pipeline] script
        [Pipeline] {
        [Pipeline] }
        [Pipeline] // script
        [Pipeline] }
        [Pipeline] // stage
        [Pipeline] stage
        [Pipeline] { (Second)
        [Pipeline] }
        [Pipeline] // stage
        [Pipeline] stage
        [Pipeline] { (Third)
        Stage "Third" skipped due to earlier failure(s)
        [Pipeline] }
        [Pipeline] // stage
        [Pipeline] stage
        [Pipeline] { (Declarative: Post Actions)
        [Pipeline] }
        [Pipeline] // stage
        [Pipeline] }
        [Pipeline] // withEnv
        [Pipeline] }
        [Pipeline] // node
        [Pipeline] End of Pipeline
        """,
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void joinsTheLinesOfALongText() {
    assertEquals(Optional.empty(), steps("echo '''one\ntwo'''\necho \"a\\\nb\""));
    assertEquals(List.of("echo[one\ntwo]{}", "echo[ab]{}"), calls);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`if (x) { echo 'a' }`|J:2: 'if' is not among what the local run understands",
        "`script { def x = built.ref.take(7) }`|J:2: the local run calls no methods of values:"
            + " 'take'",
        "`echo 'open`|J:2: the text is not closed",
        "`deploy(a: 1`|J:3: '}' was not expected here",
        "`echo [a: 1, 2]`|J:2: a list and a map are mixed between the brackets",
        "`a = b == c`|J:2: '=' was not expected here",
        "`echo 99999999999`|J:2: 99999999999 is too large a number",
        "`x -> y`|J:2: '-' is not among what the local run understands",
      })
  void refusesWhatItCannotReadAndSaysWhere(String source, String message) {
    ScriptException e = assertThrows(ScriptException.class, () -> steps(source));
    assertEquals(message, e.getMessage());
    assertEquals(List.of(), calls);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`deplay(a: 1)`|J:2: no such step or nested object 'deplay' among [deploy, echo, fail,"
            + " http]",
        "`echo unknown`|J:2: No such property: unknown for class: WorkflowScript",
        "`echo env.X.y`|J:2: Cannot get property 'y' of null",
        "`timeout(3) { echo 'x' }`|J:2: the block 'timeout' is not understood by the local run",
      })
  void failsTheBuildOnWhatItCannotRun(String source, String message) {
    assertEquals(message, steps(source).orElseThrow().getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`pipeline { agent { docker 'x' } \n stages { } }`|only 'agent any'",
        "`pipeline { agent any }`|pipeline has no section 'stages'",
        "`pipeline { agent any\n options { } \n stages { } }`|J:2: only [agent, environment",
        "`pipeline { agent any\n stages { echo 'x' } }`|J:2: this cannot stand in 'stages'",
        "`node { }`|only 'def' may stand around pipeline",
        "``|J:1: there is no pipeline { } block",
      })
  void refusesOtherPipelines(String source, String message) {
    ScriptException e = assertThrows(ScriptException.class, () -> run(source, Map.of()));
    assertTrue(e.toString().contains(message), e::toString);
  }
}
