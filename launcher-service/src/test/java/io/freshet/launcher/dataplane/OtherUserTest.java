package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptSpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A launcher whose tasks are other users, as it is in Kubernetes: neither is root. */
final class OtherUserTest {
    private static final int GROUP = 30001;
    private static final FileUser LAUNCHER = new FileUser(10001, GROUP);
    private static final FileUser TASK = new FileUser(30001, GROUP);
    private static final String FILE = Sample.DIRECTORY + "/a.csv";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Sample sample;
    private DataPlane dataPlane;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid")), "only root can be two users");
        Files.setAttribute(directory, "unix:uid", LAUNCHER.user());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        sample = new Sample(directory.resolve("root"));
        dataPlane = LAUNCHER.does(sample::dataPlane);
    }

    @AfterEach
    void cleanUp() throws IOException {
        FileTrees.delete(directory);
    }

    @Test
    void what_a_task_wrote_becomes_the_launchers_own() throws IOException {
        AttemptSpec work = work();
        AttemptView view = prepared(work);
        TASK.does(() -> write(view.out("clean").resolve(FILE)));

        StageResult staged = LAUNCHER.does(() -> dataPlane.stage("attempt-1", work, view));
        LAUNCHER.does(() -> {
            Sample.publish(dataPlane, null, version(staged));
            return view;
        });

        assertEquals(Map.of(FILE, "written\n"), sample.published());
        Path published = sample.root.dataset(Sample.CLEAN, "clean").resolve(FILE);
        assertEquals(LAUNCHER.user(), Files.getAttribute(published, "unix:uid"));
        assertThrows(AccessDeniedException.class, () -> TASK.does(() -> write(published)));
    }

    @Test
    void what_the_launcher_may_not_read_is_refused_with_the_reason() throws IOException {
        AttemptSpec work = work();
        AttemptView view = prepared(work);
        TASK.does(() -> {
            Path file = write(view.out("clean").resolve(FILE));
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        });

        StageResult result = LAUNCHER.does(() -> dataPlane.stage("attempt-1", work, view));

        String reason = assertInstanceOf(StageResult.Rejected.class, result).message();
        assertTrue(reason.contains("may not read '" + FILE + "'"), reason);
    }

    @Test
    void what_a_task_made_in_its_directories_is_removed() throws IOException {
        AttemptView view = prepared(work());
        Path nested = view.out("clean").resolve(Sample.DIRECTORY + "/_temporary/0");
        TASK.does(() -> {
            Files.createDirectories(nested);
            write(nested.resolve("part-0"));
            Files.createDirectories(view.tmp().resolve("spill"));
            return write(view.tmp().resolve("spill/0"));
        });

        LAUNCHER.does(() -> {
            dataPlane.discard("attempt-1");
            return view;
        });

        assertFalse(Files.exists(view.out("clean")));
        assertFalse(Files.exists(view.tmp()));
    }

    private AttemptSpec work() throws IOException {
        return LAUNCHER.does(() -> sample.work(sample.deliver(Map.of("a.csv", "1\n"))));
    }

    private AttemptView prepared(AttemptSpec work) throws IOException {
        ViewResult prepared = LAUNCHER.does(() -> dataPlane.prepare("attempt-1", work, Owner.members(GROUP)));
        return assertInstanceOf(ViewResult.Ready.class, prepared).view();
    }

    private static Path write(Path file) throws IOException {
        return Files.writeString(file, "written\n");
    }

    private static PartitionVersion version(StageResult result) {
        return assertInstanceOf(StageResult.Staged.class, result)
                .result()
                .outputs()
                .getFirst()
                .version();
    }
}
