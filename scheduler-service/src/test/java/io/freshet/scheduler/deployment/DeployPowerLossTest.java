package io.freshet.scheduler.deployment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.Sha256;
import io.freshet.language.bundle.BundleReader;
import io.freshet.language.bundle.DeployableBundle;
import io.freshet.scheduler.Bundles;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.disk.MemoryDirectory;
import io.freshet.testkit.disk.SimulatedDisk;
import io.freshet.testkit.disk.Survival;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power is lost before every single operation on the disk with which a deployment stores its code, in an empty storage root and beside the
 * version before. What the database is told of afterwards is there with its bytes; what was stored before still is; and deploying again ends
 * as if nothing had happened.
 */
final class DeployPowerLossTest {
    private static final int MIXTURES = 3;
    private static final String FIRST = "echo first";
    private static final String SECOND = "echo second";

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    private final Map<String, DeployableBundle.Valid> bundles = new HashMap<>();

    /** Stands for the end of everything. */
    private static final class PowerLost extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void nothing_is_lost_and_nothing_is_wrong_wherever_power_fails() throws Exception {
        int steps = run("undisturbed", Integer.MAX_VALUE, Survival.NOTHING);
        assertTrue(steps >= 20, steps + " steps");

        for (int fatal = 1; fatal <= steps + 1; fatal++) {
            List<Survival> survivals = new ArrayList<>(List.of(Survival.NOTHING, Survival.NAMES, Survival.ZEROS));
            for (int mixture = 0; mixture < MIXTURES; mixture++) {
                survivals.add(Survival.random(new Random(31L * fatal + mixture)));
            }
            for (int i = 0; i < survivals.size(); i++) {
                run("step-%d-%d".formatted(fatal, i), fatal, survivals.get(i));
            }
        }
    }

    /** Deploys twice, until the power fails; returns how many steps there were until then. */
    private int run(String name, int fatal, Survival survival) throws Exception {
        Path storage = Files.createDirectory(directory.resolve(name));
        StorageRoot root = new StorageRoot(storage);
        int[] steps = {0};
        List<String> committed = new ArrayList<>();
        SimulatedDisk disk = new SimulatedDisk(storage, (operation, path) -> {
            steps[0]++;
            if (steps[0] == fatal) {
                throw new PowerLost();
            }
        });
        try {
            for (String script : List.of(FIRST, SECOND)) {
                store(root, new DurableFiles(disk), script);
                // The database is told of it now.
                committed.add(script);
            }
        } catch (PowerLost e) {
            assertEquals(fatal, steps[0]);
        }
        int until = steps[0];
        disk.losePower(survival);

        for (String script : committed) {
            check(root, script, name);
        }
        if (!committed.isEmpty()) {
            assertTrue(
                    Files.isDirectory(storage.resolve("prod/landing/extracts")),
                    () -> name + ": the directory for files from outside is gone");
        }
        for (String script : List.of(FIRST, SECOND)) {
            store(root, new DurableFiles(LocalDisk.SYNCED), script);
            check(root, script, name);
        }
        return until;
    }

    private void store(StorageRoot root, DurableFiles files, String script) throws Exception {
        new CodeUploader(root, files).store("prod", bundle(script));
    }

    private void check(StorageRoot root, String script, String name) throws Exception {
        DeployableBundle.Valid bundle = bundle(script);
        for (Map.Entry<String, Manifest> task : bundle.code().entrySet()) {
            Fingerprint manifest = Sha256.of(task.getValue().text());
            Manifest stored = new ContentStore(root)
                    .manifest(manifest)
                    .orElseThrow(() -> new AssertionError(name + ": the code of " + task.getKey() + " is lost"));
            for (Manifest.Entry file : stored.files()) {
                assertArrayEquals(
                        script.getBytes(StandardCharsets.UTF_8),
                        Files.readAllBytes(root.object(file.content())),
                        () -> name + ": " + file.path());
            }
        }
    }

    private DeployableBundle.Valid bundle(String script) throws Exception {
        DeployableBundle.Valid known = bundles.get(script);
        if (known == null) {
            Path archive = Files.write(directory.resolve(script + ".zip"), Bundles.claims(script));
            Path contents = Files.createDirectory(directory.resolve(script));
            known = (DeployableBundle.Valid) DeployableBundle.of(BundleReader.readArchive(archive, contents));
            bundles.put(script, known);
        }
        return known;
    }
}
