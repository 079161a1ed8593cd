package io.freshet.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.freshet.language.UnsupportedFeatures;
import io.freshet.language.bundle.BundleReader;
import io.freshet.language.bundle.DeployableBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarehouseBundleTest {
    @TempDir
    private Path directory;

    @Test
    void both_versions_can_be_deployed_and_differ_in_the_cleaning_only() throws Exception {
        DeployableBundle.Valid first = valid(WarehouseBundle.write(directory.resolve("v1")));
        DeployableBundle.Valid second = valid(WarehouseBundle.writeSecondVersion(directory.resolve("v2")));

        assertNotEquals(first.code().get("clean"), second.code().get("clean"));
        for (String task : List.of("conform", "aggregate", "report")) {
            assertEquals(first.code().get(task), second.code().get(task));
        }
    }

    @Test
    void equal_seeds_give_equal_files_and_a_correction_changes_one_amount() throws Exception {
        Upstream.Extract extract = new Upstream.Extract("labs", LocalDate.of(2026, 1, 5));
        Path file = Path.of("landing/extracts/labs/2026-01-05/extract.csv");
        Upstream one = new Upstream(directory.resolve("one"), 7);
        Upstream other = new Upstream(directory.resolve("other"), 7);
        one.deliver(extract);
        other.deliver(extract);
        String first = Files.readString(directory.resolve("one").resolve(file));
        assertEquals(first, Files.readString(directory.resolve("other").resolve(file)));

        one.correct(extract);

        List<String> before = first.lines().toList();
        List<String> after =
                Files.readString(directory.resolve("one").resolve(file)).lines().toList();
        long different = java.util.stream.IntStream.range(0, before.size())
                .filter(line -> !before.get(line).equals(after.get(line)))
                .count();
        assertEquals(1, different);
    }

    private static DeployableBundle.Valid valid(Path bundle) throws Exception {
        DeployableBundle.Valid valid =
                assertInstanceOf(DeployableBundle.Valid.class, DeployableBundle.of(BundleReader.readDirectory(bundle)));
        assertEquals(List.of(), UnsupportedFeatures.of(valid.workflow()));
        return valid;
    }
}
