package io.freshet.launcher.escape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.launcher.dataplane.FileTrees;
import io.freshet.launcher.escape.Prison.Tasks;
import io.freshet.launcher.process.ProcFs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks try to get out, as another user than the launcher and as the same, with PID namespaces and without. */
class EscapeSuiteIT {
    private static final int AT_LEAST = 40;
    private static final int ORDINARY_USER = 20_700;
    private static final int MINUTES = 5;

    private Path base;

    /** Not below a directory that only we may enter, as a temporary one is. */
    @BeforeEach
    void makeBase() throws IOException {
        base = Files.createTempDirectory("freshet-escape");
        Files.setAttribute(base, "unix:mode", 0755);
    }

    @AfterEach
    void removeBase() throws IOException {
        FileTrees.delete(base);
    }

    /** Else nothing would be said of the others. */
    @Test
    void notices_who_gets_out_and_who_does_not_try() throws Exception {
        List<Escape> escapes = List.of(
                Escape.of("gets out", Escape.Promise.EVERYBODY, "echo ESCAPED"),
                Escape.of("is not refused", Escape.Promise.EVERYBODY, ":").saying("sorry"),
                Escape.of("never begins", Escape.Promise.EVERYBODY, ":").with(Map.of("SHELLOPTS", "xtrace")));

        EscapeRun.Result result = EscapeRun.all(base, Tasks.SAME_USER, true, escapes);

        assertEquals(
                List.of("gets out", "is not refused", "never begins"),
                result.escaped().stream().map(what -> what.split(":")[0]).toList());
    }

    @Test
    void nobody_gets_out_who_is_another_user() throws Exception {
        assumeTrue(ProcFs.user() == 0, "only root can start tasks as another user");

        requireNone(EscapeRun.all(base, Tasks.ANOTHER_USER, true, Escapes.all()), AT_LEAST);
    }

    @Test
    void nobody_gets_out_who_is_another_user_where_the_kernel_grants_no_namespaces() throws Exception {
        assumeTrue(ProcFs.user() == 0, "only root can start tasks as another user");

        requireNone(EscapeRun.all(base, Tasks.ANOTHER_USER, false, Escapes.all()), AT_LEAST);
    }

    @Test
    void a_task_of_root_changes_no_input_and_leaves_nothing_behind() throws Exception {
        assumeTrue(ProcFs.user() == 0, "only root's tasks can be root's");

        requireNone(EscapeRun.all(base, Tasks.SAME_USER, true, Escapes.all()), AT_LEAST);
    }

    @Test
    void a_task_of_an_ordinary_user_breaks_no_promise() throws Exception {
        requireNone(asOrdinaryUser(true), AT_LEAST);
    }

    @Test
    void a_task_of_an_ordinary_user_breaks_no_promise_where_the_kernel_grants_no_namespaces() throws Exception {
        requireNone(asOrdinaryUser(false), AT_LEAST);
    }

    private static void requireNone(EscapeRun.Result result, int atLeast) {
        assertEquals(List.of(), result.escaped());
        assertEquals(
                Escapes.all().size(),
                Escapes.all().stream().map(Prison::mark).distinct().count(),
                "two escapes have the same mark");
        assertTrue(result.tried() >= atLeast, "only " + result.tried() + " were tried");
    }

    private EscapeRun.Result asOrdinaryUser(boolean namespaces) throws Exception {
        if (ProcFs.user() != 0) {
            return EscapeRun.all(base, Tasks.SAME_USER, namespaces, Escapes.all());
        }
        Files.setAttribute(base, "unix:uid", ORDINARY_USER);
        Files.setAttribute(base, "unix:gid", ORDINARY_USER);
        Path classes = base.resolve("classes");
        List<String> command = List.of(
                "setpriv",
                "--reuid=" + ORDINARY_USER,
                "--regid=" + ORDINARY_USER,
                "--clear-groups",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                readableClassPath(classes),
                EscapeRun.class.getName(),
                base.toString(),
                Boolean.toString(namespaces));
        Process process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("output").toFile())
                .start();
        try {
            assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "it did not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), Files.readString(base.resolve("output")));
        List<String> lines = Files.readAllLines(base.resolve("result"));
        return new EscapeRun.Result(Integer.parseInt(lines.getFirst()), lines.subList(1, lines.size()));
    }

    /** Root's libraries may lie where nobody else may enter. */
    private static String readableClassPath(Path copies) throws IOException {
        Files.createDirectory(copies);
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            Path to = copies.resolve(entries.size() + "-" + from.getFileName());
            if (Files.isDirectory(from)) {
                copy(from, to);
            } else if (Files.exists(from)) {
                Files.copy(from, to);
            }
            entries.add(to.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
