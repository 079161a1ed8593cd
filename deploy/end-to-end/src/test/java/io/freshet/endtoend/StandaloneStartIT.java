package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.embedded.DeletedTree;
import io.freshet.embedded.DirectoryLock;
import io.freshet.endtoend.Terminal.Said;
import io.freshet.endtoend.installation.ClassArchive;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} and {@code down} as a person meets them, with the process that they start. */
final class StandaloneStartIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path directory;

    private final DataDirectory data = new DataDirectory(directory.resolve("data"));
    private final Terminal terminal = new Terminal(data.path());

    @BeforeAll
    static void makeArchive() throws IOException, InterruptedException {
        ClassArchive.makeOnce();
    }

    @AfterEach
    void stop() throws IOException {
        terminal.say("down");
        DeletedTree.delete(directory);
    }

    @Test
    void two_starts_at_once_become_one_standalone_that_a_damaged_file_does_not_hide() throws Exception {
        CompletableFuture<Said> other =
                CompletableFuture.supplyAsync(() -> terminal.say("up", "--port", "0", "--json"));
        Said one = terminal.say("up", "--port", "0", "--json").endedWith(ExitCode.OK);
        Said two = other.get().endedWith(ExitCode.OK);

        assertEquals(one.as(Endpoints.class), two.as(Endpoints.class));
        assertTrue((one.err() + two.err()).contains("PostgreSQL is ready"), one.err() + two.err());
        Files.writeString(data.endpoints(), "");
        terminal.say("status").endedWith(ExitCode.UNREACHABLE);
        assertEquals(
                "stopped", terminal.say("down").endedWith(ExitCode.OK).out().strip());
        assertEquals(
                "nothing was running",
                terminal.say("down").endedWith(ExitCode.OK).out().strip());
        assertFalse(Files.exists(data.postgres().resolve("cluster/postmaster.pid")));
    }

    @Test
    void a_start_that_is_told_to_stop_half_way_leaves_no_database() throws Exception {
        CompletableFuture<Said> start = CompletableFuture.supplyAsync(() -> terminal.say("up", "--port", "0"));
        Path postmaster = data.postgres().resolve("cluster/postmaster.pid");
        Eventually.eventually(LIMIT, () -> assertTrue(Files.exists(postmaster)));

        terminal.say("down").endedWith(ExitCode.OK);

        Said ended = start.get().endedWith(ExitCode.FAILED);
        assertTrue(ended.err().contains("Freshet did not start"), ended.err());
        assertTrue(ended.err().lines().count() < 12, ended.err());
        assertFalse(Files.exists(postmaster));
        assertFalse(DirectoryLock.isHeld(data.path()));
    }

    @Test
    void a_taken_port_is_named_before_anything_is_started() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();

            Said refused =
                    terminal.say("up", "--port", Integer.toString(taken - 2)).endedWith(ExitCode.FAILED);

            assertTrue(refused.err().contains("port %d (launcher)".formatted(taken)), refused.err());
            assertFalse(Files.exists(data.postgres()));
            assertEquals(1, refused.err().lines().count(), refused.err());
        }
        for (String port : new String[] {"-3", "65534", "80000"}) {
            terminal.say("up", "--port", port).endedWith(ExitCode.USAGE);
        }
        assertEquals(java.util.Optional.empty(), new LocalStandalone(data).starting());
    }
}
