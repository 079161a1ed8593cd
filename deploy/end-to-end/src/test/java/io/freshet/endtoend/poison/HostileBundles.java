package io.freshet.endtoend.poison;

import static io.freshet.endtoend.poison.HostileBundle.End.FAILED;
import static io.freshet.endtoend.poison.HostileBundle.End.HARMLESS;
import static io.freshet.endtoend.poison.HostileBundle.End.REFUSED;

import io.freshet.endtoend.poison.HostileBundle.End;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Workflows that were found to stop more than themselves, and others of their kinds. */
public final class HostileBundles {
    /** Of an output that is looked through for repetitions; more than fit into the table that is kept in memory. */
    private static final int ROWS = Integer.getInteger("freshet.poison.rows", 150_000);
    /** Of a line that does not end: more than is kept of a log, or of a row. */
    private static final int LINE_BYTES = Integer.getInteger("freshet.poison.line-bytes", 20_000_000);

    private static final Map<String, String> ONE_FILE = Map.of("in/a.txt", "content");

    private HostileBundles() {}

    public static Stream<HostileBundle> all() {
        return Stream.of(specifications(), conditions(), tasks()).flatMap(bundles -> bundles);
    }

    /** What is large, deep or odd in the YAML itself. */
    private static Stream<HostileBundle> specifications() {
        return Stream.of(
                specification("aliases-of-a-long-text", """
                        metadata: {name: hostile, description: &long "%s"}
                        spec:
                          datasets: {in: {path: in, layout: "{name}.txt", watch: {settle: 0s}}, out: {path: out, layout: "{name}.txt"}}
                          tasks:
                            copy:
                              inputs: {in: {}}
                              outputs: {out: {}}
                              run:
                                command: [sh, -c, "true"]
                                env: {%s}
                        """.formatted("x".repeat(100_000), numbered(30, "V%d: *long"))),
                specification("aliases-of-aliases", """
                        metadata: {name: hostile}
                        spec:
                          a: &a [x, x, x, x, x, x, x, x, x, x]
                          b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
                          c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
                          d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
                          e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
                          f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
                          g: [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
                        """),
                specification("nested-deeply", "metadata: %s1%s\n".formatted("[".repeat(5_000), "]".repeat(5_000))),
                specification("many-tasks", """
                        metadata: {name: hostile}
                        spec:
                          datasets:
                            in: {path: in, layout: "{name}.txt", watch: {settle: 0s}}
                        %s
                          tasks:
                        %s
                        """.formatted(
                        lines(5_000, "    out-%d: {path: out-%d, layout: \"{name}.txt\"}"),
                        lines(5_000, "    t-%d: {inputs: {in: {}}, outputs: {out-%d: {}}, run: {command: [true]}}"))),
                copying("long-environment", "env: {LONG: \"%s\"}".formatted("x".repeat(3_000_000)), "true", REFUSED),
                copying("long-command", "", "true # " + "x".repeat(3_000_000), REFUSED));
    }

    private static Stream<HostileBundle> conditions() {
        String twice = ".map(a, a + a)";
        return Stream.of(
                condition("a-text-that-doubles", "['ab']" + twice.repeat(40) + "[0] != ''"),
                condition("a-list-that-doubles", "[[1]]" + twice.repeat(40) + ".size() > 0"),
                condition("nested-loops", """
                        [1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, \
                        [1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, [1,2,3,4,5,6,7,8,9].all(f, \
                        [1,2,3,4,5,6,7,8,9].all(g, a+b+c+d+e+f+g > 0)))))))"""),
                condition("a-pattern-that-tries-everything", "'" + "a".repeat(40) + "!'.matches('(a+)+$')"));
    }

    private static Stream<HostileBundle> tasks() {
        return Stream.of(
                copying("one-endless-line", "", endlessLine(), HARMLESS, FAILED),
                checked("rows-without-number", "unique", "{ echo id; seq %d; }".formatted(ROWS), HARMLESS),
                checked("a-row-without-an-end", "notNull", "{ echo id; %s; }".formatted(endlessLine()), FAILED),
                copying(
                        "many-small-outputs",
                        "",
                        "i=0; while [ $i -lt 3000 ]; do : >$FRESHET_OUT_OUT/$i.txt; i=$((i+1)); done",
                        FAILED,
                        HARMLESS),
                copying("a-pipe-as-output", "", "mkfifo $FRESHET_OUT_OUT/a.txt", FAILED),
                copying("a-link-as-output", "", "ln -s /etc/passwd $FRESHET_OUT_OUT/a.txt", FAILED),
                copying("a-huge-file-of-holes", "", "truncate -s 1T $FRESHET_OUT_OUT/a.txt", FAILED),
                copying("what-stays-behind", "", "setsid sleep 600 & echo 1 >$FRESHET_OUT_OUT/a.txt", HARMLESS, FAILED),
                copying("kills-its-parent", "", "kill -9 $PPID; sleep 1", FAILED, HARMLESS),
                copying(
                        "many-processes",
                        "",
                        "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 600 & done; exit 1",
                        FAILED),
                copying(
                        "a-directory-nobody-may-enter",
                        "",
                        "mkdir $FRESHET_OUT_OUT/d; chmod 000 $FRESHET_OUT_OUT/d",
                        FAILED,
                        HARMLESS),
                copying(
                        "a-preloaded-library",
                        "env: {LD_PRELOAD: ./evil.so}",
                        "echo 1 >$FRESHET_OUT_OUT/a.txt",
                        HARMLESS,
                        FAILED,
                        REFUSED),
                copying("odd-names", "", "echo 1 >\\\"$FRESHET_OUT_OUT/a\\nb%%41.txt\\\"", HARMLESS, FAILED),
                new HostileBundle(
                        "a-file-that-becomes-a-directory",
                        Map.of("workflow.yaml", workflow("""
                                datasets: {in: {path: in, watch: {settle: 0s}}, out: {path: out}}
                                tasks:
                                  copy:
                                    inputs: {in: {}}
                                    outputs: {out: {}}
                                    run: {command: [sh, -c, "mkdir $FRESHET_OUT_OUT/data; echo 1 >$FRESHET_OUT_OUT/data/part-1"]}
                                """)),
                        Map.of("in/a.txt", "content", "out/data", "somebody's own"),
                        Set.of(HARMLESS, FAILED)),
                new HostileBundle(
                        "fan-out", Map.of("workflow.yaml", workflow("""
                                datasets: {in: {path: in, watch: {settle: 0s}}, out: {path: out, layout: "{n}/value.txt"}}
                                tasks:
                                  split:
                                    inputs: {in: {}}
                                    outputs: {out: {}}
                                    run: {command: [sh, -c, "for i in 1 2 3; do mkdir $FRESHET_OUT_OUT/$i; echo $i >$FRESHET_OUT_OUT/$i/value.txt; done"]}
                                """)), ONE_FILE, Set.of(HARMLESS, REFUSED)));
    }

    private static HostileBundle specification(String name, String rest) {
        return new HostileBundle(
                name,
                Map.of("workflow.yaml", "apiVersion: freshet.io/v1\nkind: Workflow\n" + rest),
                ONE_FILE,
                Set.of(REFUSED));
    }

    private static HostileBundle condition(String name, String condition) {
        return new HostileBundle(
                name,
                Map.of("workflow.yaml", workflow("""
                        datasets: {in: {path: in, layout: "{name}.txt", watch: {settle: 0s}}, out: {path: out, layout: "{name}.txt"}}
                        tasks:
                          copy:
                            when: "%s"
                            inputs: {in: {}}
                            outputs: {out: {}}
                            run: {command: [sh, -c, 'cp "$FRESHET_IN_IN"/*.txt "$FRESHET_OUT_OUT"/']}
                        """.formatted(condition))),
                ONE_FILE,
                Set.of(REFUSED, FAILED, HARMLESS));
    }

    private static String endlessLine() {
        return "head -c %d /dev/zero | tr '\\\\0' x".formatted(LINE_BYTES);
    }

    /** A task whose command prints its output, a table with the column {@code id}, of which something is checked. */
    private static HostileBundle checked(String name, String check, String command, End... ends) {
        String output = "{checks: [{%s: [id]}]}".formatted(check);
        return copying(name, output, "", command + " >$FRESHET_OUT_OUT/a.txt", Set.of(ends));
    }

    /** A task with a command for a shell and perhaps something more to say of its run. */
    private static HostileBundle copying(String name, String run, String command, End... ends) {
        return copying(name, "{}", run, command, Set.of(ends));
    }

    private static HostileBundle copying(String name, String output, String run, String command, Set<End> ends) {
        return new HostileBundle(
                name, Map.of("workflow.yaml", workflow("""
                        datasets: {in: {path: in, layout: "{name}.txt", watch: {settle: 0s}}, out: {path: out, layout: "{name}.txt"}}
                        tasks:
                          copy:
                            inputs: {in: {}}
                            outputs: {out: %s}
                            timeout: 20s
                            run:
                              command: [sh, -c, "%s"]
                              %s
                        """.formatted(output, command, run))), ONE_FILE, ends);
    }

    private static String workflow(String spec) {
        return "apiVersion: freshet.io/v1\nkind: Workflow\nmetadata: {name: hostile}\nspec:\n" + spec.indent(2);
    }

    private static String numbered(int count, String pattern) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(", "));
    }

    private static String lines(int count, String pattern) {
        return IntStream.range(0, count).mapToObj(i -> pattern.formatted(i, i)).collect(Collectors.joining("\n"));
    }
}
