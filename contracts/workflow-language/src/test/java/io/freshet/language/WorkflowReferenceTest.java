package io.freshet.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.freshet.contracts.KeptFile;
import io.freshet.contracts.id.Names;
import io.freshet.language.read.Grammar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/reference/workflow-yaml.md says what the parser does: both read from the same table. */
class WorkflowReferenceTest {
    private static final Path DIRECTORY = Path.of("../../docs/reference");
    private static final String HEAD = """
            <!-- Made by WorkflowReferenceTest; run it with -Dfreshet.golden.update=true. -->
            # workflow.yaml

            A bundle is a directory with a `workflow.yaml` and the files that its tasks run. The file is one YAML 1.2 document of at most
            1 MiB, without tags. Reading is strict: keys that are not listed here are errors, and all errors are reported at once, each with
            line, column and what would be right ([list of errors](errors.md)). What a key's meaning calls not available yet is refused;
            what it says has no effect yet, and text in commands that nothing would replace, is reported as a warning. A key without a value counts as absent.
            Keys at the top level that begin with `x-` are ignored: anchors can be kept there, such as `x-retries: &thrice {max: 3}`.

            ## A complete example

            ```yaml
            ${example}```

            ## Values

            - **name**: ${names}.
            - **duration**: a number and a unit, `500ms`, `2s`, `10m`, `1h30m`, `7d`; or ISO-8601, `PT2S`.
            - **path**: relative, with `/` between segments, none of which is empty, `.` or `..`; no `%` or control characters.
            - **layout**: a path pattern for all files of a dataset. `{name}` is a dimension of text (one or more characters of a segment,
              as few as possible), `{name:yyyy-MM-dd}` one of time (`yyyy`, then `MM`, `dd`, `HH` as far as needed, in one placeholder,
              which may have `/` between them: `{name:yyyy/MM}`; `year={name:yyyy}/month={name:MM}` cannot be said), `*` any
              characters and `?` one character of a segment, `**` any number of segments.
            - **glob**: a path in which `*`, `?` and `**` mean what they mean in layouts.
            - **cron**: five fields, minute, hour, day of month, month, day of week, or six with the second first. A field is `*`, a number, a list, a range or
              steps (`*/15`); months and weekdays also by name. Day of month: `L`, `L-3`, `LW`, `15W`; day of week: `5L`, `FRI#2`, 0 and 7 for Sunday. Both
              days restricted mean either; `*/2` is a restriction, `*` and `*/1` are none.
            - **quantity**: as Kubernetes has them, `500m`, `2Gi`.
            - **text**: numbers and `true` need quotes, except in commands, environments and parameters.

            Names of parameters are a letter `a-z`, then letters, digits, `_` and `-`. Variables of `env` may not begin with `FRESHET_`.

            ## Dimensions of a task

            A task has an instance per value of its dimensions: those of `partitionBy`, else those of its outputs that an input has as
            finely, else (without inputs) all of its outputs'. An input joins on the dimensions it shares with the task; those that only
            the input has are gathered, those that only the task has make the input a broadcast.

            `window: {date: 7}` reads the seven days up to and including the instance's own, which must be there, and of the others as
            many as there are; `offset: {date: -1}` the day before. On the task's own output an offset makes a chain over time, which is made from its beginning
            and, when a day changes, again from there; say `optional: true`, or its first day waits for a day before. A window or an
            offset counts in the coarser of the two sides: days, if the input is hourly and the task daily. Which instances there are
            is said by the inputs without an offset.

            A gather runs again as partitions arrive, unless it says when it is complete: `expect: {site: [north, south]}` waits for
            every combination of the values, `minimum` for so many partitions. `freshet why` shows what it waits for.

            ## Conditions

            `when` is an expression of the Common Expression Language (cel.dev), checked when the workflow is deployed:
            `params.currency == 'USD' && partition.date >= '2026-01-01'`. It may speak of `params.<name>` (of the parameter's type),
            `partition.<dimension>` (a text; times as `2026-01-05`) and, of each input, `inputs.<name>.partitions`, `.files` and `.bytes`
            (numbers); and of an input that another task of the workflow makes `results.<name>.<result>`, what that task wrote to
            `$FRESHET_RESULTS`, where an instance reads one partition of it, else a list: `results.clean.all(r, r.rows > 0)`. A `-` in a name is written `_`, and the words `in`, `true`, `false` and `null` get one at their end, as in
            `inputs.in_.bytes`. It is asked whenever an instance could run and something it reads, its code or the
            condition has changed. If it is false the instance is skipped, and what it made before is retired; if it cannot be
            evaluated the instance has failed.

            ## When a task fails

            Failures of the task itself are retried as `retries` says, those of the infrastructure (a lost process, an eviction) up to ten
            times besides; an instance whose attempts vanish four times without a trace is parked until somebody runs it again. Then `onFailure` decides: with a `fallback` that command makes the outputs instead, once, and counts as success
            until an input changes or somebody forces a run; with `allow` what is downstream goes on with the last good outputs, and the
            run is no failure; with `failFast` everything else that is under way for the same run is cancelled. Without any of it the
            instance has failed and what is downstream is blocked, with its last good outputs, until a later success.

            ## Code

            The code of a task is what `run.code` names and every file of the bundle that is a word of the task's command or fallback
            command. It is what an attempt finds in its working directory, readable and executable; a change of it runs the task anew.

            ## Identities and pods

            `runAs: {identity: etl}` names an identity of the [identity policy](../operations/identity.md). Numbers may be said instead, or
            besides: then it must be an identity with exactly these, and what is left out is the identity's.

            `run.pod` is a part of a Kubernetes pod, for executors that run pods. Lists and mappings are written as Kubernetes has them,
            with three differences: the keys are those of the table, down to containers and volumes; `sidecars` are containers that run beside
            the task; and numbers with a leading zero are refused, since YAML 1.2 does not take them for octal: write `0o440`.
            Everything is refused that a [rule for pods](errors.md#rules-for-pods) forbids. What the pod brings along (`env`, `envFrom`,
            `initContainers`, `sidecars`, `volumes`, `volumeMounts`) counts as code: a change of it runs the task anew, but a change
            inside a secret or a volume does not.

            ```yaml
            run:
              image: registry/claims:1.4
              command: [sh, clean.sh]
              pod:
                labels: {kueue.x-k8s.io/queue-name: clinical}
                nodeSelector: {disk: ssd}
                env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: warehouse, key: password}}}]
                volumes: [{name: reference, persistentVolumeClaim: {claimName: reference, readOnly: true}}]
                volumeMounts: [{name: reference, mountPath: /reference, readOnly: true}]
            ```

            ## Keys
            """;

    @Test
    void the_reference_lists_the_keys_that_the_parser_takes() throws IOException {
        StringBuilder page =
                new StringBuilder(HEAD.replace("${example}", example()).replace("${names}", Names.RULE));
        page.append(KeyTables.of(Grammar.sections(), "###"));
        KeptFile.check(DIRECTORY.resolve("workflow-yaml.md"), page.toString());
    }

    /** As much of it as can be deployed: what follows is read, and refused. */
    private static String example() throws IOException {
        String all = WorkflowParserTest.resource("claims.yaml");
        return all.substring(0, all.indexOf("  triggers:"));
    }

    @Test
    void the_complete_example_can_be_deployed() throws IOException {
        assertEquals(List.of(), UnsupportedFeatures.of(WorkflowParserTest.parsed(example())));
    }

    @Test
    void the_example_of_a_pod_is_right() {
        String example = HEAD.substring(HEAD.lastIndexOf("```yaml\n") + 8, HEAD.lastIndexOf("```"));

        ParseResult.Parsed parsed = WorkflowParserTest.parsed("""
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: example}
                spec:
                  datasets: {raw: {}, tidy: {}}
                  tasks:
                    clean:
                      inputs: [raw]
                      outputs: [tidy]
                """ + example.indent(6));

        assertNotNull(parsed.spec().task("clean").run().pod());
    }
}
