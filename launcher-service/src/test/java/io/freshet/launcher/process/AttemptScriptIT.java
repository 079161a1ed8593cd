package io.freshet.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.servicekit.storage.StorageRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper by itself. */
class AttemptScriptIT {
    private static final Instant BEGUN = Instant.parse("2026-01-05T06:00:00.123456Z");

    @TempDir
    Path directory;

    Path script;

    @BeforeEach
    void install() throws Exception {
        script = AttemptScript.install(new StorageRoot(directory));
    }

    @Test
    void records_itself_and_the_end() throws Exception {
        long number = spawn("sh", "-c", "exit 4");

        child(number).await();

        Claim.Taken claim = assertInstanceOf(Claim.Taken.class, Claim.read(Claim.file(directory, 1)));
        assertEquals(BEGUN, claim.begun());
        assertEquals(number, claim.process().number());
        assertEquals(number, claim.process().group());
        assertEquals(ProcFs.boot(), claim.boot());
        assertEquals(4, ExitFile.read(directory.resolve("exit")).orElseThrow().status());
    }

    @Test
    void runs_nothing_when_its_start_was_given_up() throws Exception {
        assertTrue(Claim.giveUp(Claim.file(directory, 1)));

        RunningProcess.ResourceUsage used = child(spawn("touch", "ran")).await();

        assertEquals(125, used.status());
        assertFalse(Files.exists(directory.resolve("ran")));
        assertFalse(Files.exists(directory.resolve("exit")));
    }

    @Test
    void cannot_be_given_up_once_it_runs() throws Exception {
        child(spawn("true")).await();

        assertFalse(Claim.giveUp(Claim.file(directory, 1)));
    }

    @Test
    void lets_only_one_of_two_run() throws Exception {
        RunningProcess.Child first = child(spawn("sh", "-c", "echo ran >> runs"));
        RunningProcess.Child second = child(spawn("sh", "-c", "echo ran >> runs"));

        first.await();
        second.await();

        assertEquals("ran\n", Files.readString(directory.resolve("runs")));
    }

    @Test
    void is_installed_once() throws Exception {
        assertEquals(script, AttemptScript.install(new StorageRoot(directory)));
    }

    private long spawn(String program, String... arguments) throws Exception {
        Program.Found found = assertInstanceOf(Program.Found.class, Program.find(program, directory, "/usr/bin:/bin"));
        List<String> all = new java.util.ArrayList<>(List.of(
                "/bin/sh",
                script.toString(),
                Claim.file(directory, 1).toString(),
                directory.resolve("exit").toString(),
                BEGUN.toString(),
                "own",
                "shared",
                found.path()));
        all.addAll(List.of(arguments));
        int input = Posix.memoryFile(
                EnvironmentScript.of(Map.of("PATH", "/usr/bin:/bin".getBytes(StandardCharsets.UTF_8))));
        try {
            return Spawn.start(new Spawn.Request(
                    all, List.of("PATH=/usr/bin:/bin"), directory, directory.resolve("log"), input, false));
        } finally {
            Posix.close(input);
        }
    }

    private static RunningProcess.Child child(long number) {
        return new RunningProcess.Child(number, false, leader -> {});
    }
}
