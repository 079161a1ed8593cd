package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.testkit.disk.MemoryDirectory;
import io.freshet.testkit.disk.SimulatedDisk;
import io.freshet.testkit.disk.Survival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power is lost before every single operation on the disk of preparing, staging and publishing twice. Whatever of the things that were not
 * synced is left, a data plane opens on it; what was promised (a staged result, a published version) is there with its bytes; nothing that
 * is there is believed to be something else; and doing everything again ends as if nothing had happened.
 */
final class PowerLossTest {
    private static final Map<String, String> FIRST =
            Map.of("north/2026-01-05/a.csv", "a\n", "north/2026-01-05/b.csv", "b\n", "north/2026-01-05/d.csv", "d\n");
    private static final Map<String, String> SECOND =
            Map.of("north/2026-01-05/a.csv", "changed\n", "north/2026-01-05/c.csv", "c\n");
    private static final int MIXTURES = Integer.getInteger("freshet.test.power-loss-mixtures", 1);

    @TempDir(cleanup = CleanupMode.NEVER, factory = MemoryDirectory.class)
    private Path directory;

    /** Stands for the end of everything. */
    private static final class PowerLost extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What whoever asked was told is done. */
    private static final class Promises {
        final List<PartitionVersion> staged = new ArrayList<>();
        final List<Map<String, String>> published = new ArrayList<>();
        /** Since a publication has begun, the directory may show either. */
        boolean publishing;
    }

    @AfterEach
    void cleanUp() throws IOException {
        FileTrees.delete(directory);
    }

    @Test
    void nothing_is_lost_and_nothing_is_wrong_wherever_power_fails() throws IOException {
        int steps = run(sample("undisturbed"), Integer.MAX_VALUE, Survival.NOTHING, "undisturbed");
        assertTrue(steps >= 40, steps + " steps");

        for (int fatal = 1; fatal <= steps + 1; fatal++) {
            List<Survival> survivals = new ArrayList<>(List.of(Survival.NOTHING, Survival.NAMES, Survival.ZEROS));
            for (int mixture = 0; mixture < MIXTURES; mixture++) {
                survivals.add(Survival.random(new Random(31L * fatal + mixture)));
            }
            for (int i = 0; i < survivals.size(); i++) {
                String name = "step-%d-survival-%d".formatted(fatal, i);
                run(sample(name), fatal, survivals.get(i), name);
                FileTrees.delete(directory.resolve(name));
            }
        }
    }

    private Sample sample(String name) throws IOException {
        return new Sample(Files.createDirectories(directory.resolve(name)));
    }

    /** Runs until the power fails, and on afterwards; returns how many steps there were until then. */
    private static int run(Sample sample, int fatal, Survival survival, String name) throws IOException {
        // What comes from elsewhere: code, and what the watcher has noted.
        List<AttemptSpec> works = works(sample);
        Promises promises = new Promises();
        int[] steps = {0};
        String[] died = {"at the end"};
        try (SimulatedDisk disk = new SimulatedDisk(sample.root.root(), (operation, path) -> {
            steps[0]++;
            if (steps[0] >= fatal) {
                died[0] = operation + " " + sample.root.root().relativize(path);
                throw new PowerLost();
            }
        })) {
            try {
                everything(sample, sample.dataPlane(disk), works, promises);
            } catch (PowerLost e) {
                assertTrue(steps[0] >= fatal);
            }
            disk.losePower(survival);
        }
        String where = "%s, power lost before: %s".formatted(name, died[0]);
        checkPromises(sample, promises, where);
        checkNothingIsWrong(sample, where);
        everything(sample, sample.dataPlane(LocalDisk.UNSYNCED), works, new Promises());
        return steps[0];
    }

    private static List<AttemptSpec> works(Sample sample) throws IOException {
        Fingerprint one = sample.deliver(Map.of("in.csv", "1\n"));
        Fingerprint two = sample.deliver(Map.of("in.csv", "2\n"));
        return List.of(sample.work(one), sample.work(two));
    }

    private static void checkPromises(Sample sample, Promises promises, String where) throws IOException {
        ContentStore contents = new ContentStore(sample.root);
        for (PartitionVersion version : promises.staged) {
            Manifest manifest = contents.manifest(version.fingerprint())
                    .orElseThrow(() -> new AssertionError("a staged manifest is lost: " + where));
            for (Manifest.Entry entry : manifest.files()) {
                assertEquals(entry.content(), Sha256.of(sample.root.object(entry.content())), where);
            }
        }
        if (!promises.published.isEmpty() && !promises.publishing) {
            assertEquals(new TreeMap<>(promises.published.getLast()), sample.published(), where);
        }
    }

    private static void checkNothingIsWrong(Sample sample, String where) throws IOException {
        ObjectStore objects = sample.objects();
        Path directory = sample.root.internal().resolve("objects");
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Fingerprint hash =
                        new Fingerprint(file.getParent().getFileName().toString() + file.getFileName());
                boolean isBelieved = objects.find(hash, Files.size(file)).isPresent();
                assertTrue(!isBelieved || Sha256.of(file).equals(hash), () -> file + " is wrong: " + where);
            }
        }
    }

    private static void everything(Sample sample, DataPlane dataPlane, List<AttemptSpec> works, Promises promises)
            throws IOException {
        PartitionVersion first = attempt(sample, dataPlane, "attempt-1", works.get(0), "1\n", FIRST, promises);
        publish(dataPlane, null, first, FIRST, promises);
        PartitionVersion second = attempt(sample, dataPlane, "attempt-2", works.get(1), "2\n", SECOND, promises);
        publish(dataPlane, first, second, SECOND, promises);
        assertEquals(new TreeMap<>(SECOND), sample.published());
    }

    private static void publish(
            DataPlane dataPlane,
            PartitionVersion before,
            PartitionVersion after,
            Map<String, String> files,
            Promises promises)
            throws IOException {
        promises.publishing = true;
        dataPlane.publish(Sample.accepted(before, after), Sample.position(before == null ? 1 : 2));
        promises.published.add(files);
        promises.publishing = false;
    }

    private static PartitionVersion attempt(
            Sample sample,
            DataPlane dataPlane,
            String attempt,
            AttemptSpec work,
            String input,
            Map<String, String> outputs,
            Promises promises)
            throws IOException {
        sample.deliver(Map.of("in.csv", input));
        ViewResult view = dataPlane.prepare(attempt, work, Owner.OURSELVES);
        AttemptView ready = assertInstanceOf(ViewResult.Ready.class, view).view();
        Sample.write(ready, outputs);
        PartitionVersion version = assertInstanceOf(StageResult.Staged.class, dataPlane.stage(attempt, work, ready))
                .result()
                .outputs()
                .getFirst()
                .version();
        promises.staged.add(version);
        return version;
    }
}
