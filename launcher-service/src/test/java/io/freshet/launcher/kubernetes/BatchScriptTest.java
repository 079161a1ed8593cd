package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.launcher.batch.BatchFiles;
import io.freshet.launcher.batch.BatchMember;
import io.freshet.launcher.batch.MemberProgress;
import io.freshet.launcher.batch.ProgressParser;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that works through a batch, run by this machine's shell. */
class BatchScriptTest {
    private static final String POD = "copy-batch-1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private BatchFiles files;
    private BatchMembers members;
    private Process process;

    @BeforeEach
    void begin() {
        files = new BatchFiles(new StorageRoot(directory));
        members = new BatchMembers(directory);
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void runs_one_after_the_other_and_tells_how_each_ended() throws Exception {
        List<BatchMember> all = members.shells("echo one; exit 3", "echo two >&2", "no-such-program");

        String told = run(all);

        assertEquals(
                List.of(3, 0, 127),
                all.stream().map(member -> status(told, member)).toList());
        assertEquals("one\n", log(all.get(0)));
        assertEquals("two\n", log(all.get(1)));
        assertEquals(told, Files.readString(files.directory(POD).progress()));
        assertEquals(6, told.lines().count());
    }

    @Test
    void goes_on_when_one_is_killed_with_what_it_left_running() throws Exception {
        List<BatchMember> all = members.shells("sleep 600 & kill -9 $$", "echo next");

        String told = run(all);

        assertEquals(137, status(told, all.get(0)));
        assertEquals(0, status(told, all.get(1)));
        eventually(PATIENCE, () -> process.descendants().count(), count -> count == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's",
                "\"two\"",
                "$HOME `id` $(id) \\ $$",
                "a\nb\n",
                "*",
                "",
                " lead",
                "~",
                "-n",
                "ü%s\t!#&;|<>"
            })
    void hands_over_values_and_arguments_as_they_are(String text) throws Exception {
        BatchMember first = members.member(
                List.of("sh", "-c", "printf '[%s][%s]' \"$VALUE\" \"$1\"", "sh", text), Map.of("VALUE", text));
        BatchMember other = members.member(List.of("sh", "-c", "printf '[%s]' \"$VALUE\""), Map.of("VALUE", "other"));

        run(List.of(first, other));

        assertEquals("[%s][%s]".formatted(text, text), log(first));
        assertEquals("[other]", log(other));
    }

    @Test
    void ends_only_the_one_that_is_to_stop() throws Exception {
        List<BatchMember> all = members.shells("trap 'echo asked; exit 0' TERM; echo on; sleep 600 & wait", "echo two");
        begin(all);
        awaitLog(all.get(0), "on\n");

        files.stop(POD, all.get(0).attempt());
        String told = finish();

        assertEquals(0, status(told, all.get(0)));
        assertEquals("on\nasked\n", log(all.get(0)));
        assertEquals("two\n", log(all.get(1)));
    }

    @Test
    void insists_after_the_grace() throws Exception {
        List<BatchMember> all = members.shells("trap '' TERM; echo on; while :; do sleep 1; done", "echo two");
        begin(all);
        awaitLog(all.get(0), "on\n");

        files.stop(POD, all.get(0).attempt());
        String told = finish();

        assertEquals(137, status(told, all.get(0)));
        assertEquals(0, status(told, all.get(1)));
    }

    @Test
    void leaves_out_what_is_to_stop_and_tells_so_while_another_runs() throws Exception {
        List<BatchMember> all = members.shells("echo on; exec sleep 600", "echo two", "echo three");
        begin(all);
        awaitLog(all.get(0), "on\n");

        files.stop(POD, all.get(2).attempt());
        eventually(PATIENCE, () -> turn(read(), all.get(2)), MemberProgress.Skipped.class::isInstance);
        files.stop(POD, all.get(0).attempt());
        String told = finish();

        assertEquals(0, status(told, all.get(1)));
        assertInstanceOf(MemberProgress.Skipped.class, turn(told, all.get(2)));
        assertEquals("", log(all.get(2)));
    }

    @Test
    void leaves_alone_what_was_taken_back() throws Exception {
        List<BatchMember> all = members.shells("echo one", "echo two");
        write(all);
        files.takeBack(all.get(0).attempt(), POD);
        process = start(all);

        String told = finish();

        assertFalse(told.contains(all.get(0).attempt()), told);
        assertEquals(0, status(told, all.get(1)));
    }

    @Test
    void ends_with_the_pod_and_leaves_it_to_the_pod_to_say_so() throws Exception {
        List<BatchMember> all = members.shells("trap 'echo asked; exit 9' TERM; echo on; sleep 600 & wait", "echo two");
        begin(all);
        awaitLog(all.get(0), "on\n");

        process.destroy();
        String told = finish();

        assertEquals(9, process.exitValue());
        assertEquals("on\nasked\n", log(all.get(0)));
        assertInstanceOf(MemberProgress.Running.class, turn(told, all.get(0)));
        assertEquals("", log(all.get(1)));
    }

    @Test
    void clears_what_is_temporary() throws Exception {
        List<BatchMember> all = members.shells("mkdir -p $TMPDIR/a/b; touch $TMPDIR/.c $TMPDIR/..d", "true");

        run(all);

        assertEquals(List.of(), files(all.get(0).view().tmp()));
    }

    @Test
    void tells_who_met_the_kernels_want_of_memory() throws Exception {
        Path counts = Files.writeString(directory.resolve("counts"), "oom 0\noom_kill 4\n");
        List<BatchMember> all = members.shells("printf 'oom 1\\noom_kill 5\\n' > " + counts + "; exit 137", "exit 137");
        write(all);
        process = start(all, counts.toString());

        String told = finish();

        assertTrue(((MemberProgress.Over) turn(told, all.get(0))).outOfMemory(), told);
        assertFalse(((MemberProgress.Over) turn(told, all.get(1))).outOfMemory(), told);
    }

    private String run(List<BatchMember> all) throws Exception {
        begin(all);
        return finish();
    }

    private void begin(List<BatchMember> all) throws IOException {
        write(all);
        process = start(all);
    }

    private void write(List<BatchMember> all) throws IOException {
        files.write(POD, all, Owner.OURSELVES);
    }

    private Process start(List<BatchMember> all, String... counts) throws IOException {
        List<String> command = new ArrayList<>(
                members.pod(POD, all).getSpec().getContainers().getFirst().getCommand());
        command.addAll(List.of(counts));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String finish() throws Exception {
        assertTrue(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "it does not end");
        return read();
    }

    private String read() {
        try {
            return Files.readString(directory.resolve("stdout"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MemberProgress turn(String told, BatchMember member) {
        return ProgressParser.read(told).get(member.attempt());
    }

    private static int status(String told, BatchMember member) {
        return assertInstanceOf(MemberProgress.Over.class, turn(told, member), told)
                .status();
    }

    private static String log(BatchMember member) throws IOException {
        return Files.readString(member.view().log());
    }

    private void awaitLog(BatchMember member, String text) {
        eventually(
                PATIENCE,
                () -> {
                    try {
                        return log(member);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                text::equals);
    }

    private static List<Path> files(Path tmp) throws IOException {
        try (var files = Files.list(tmp)) {
            return files.toList();
        }
    }
}
