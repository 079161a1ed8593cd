package io.freshet.language.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.language.grammar.SpecErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is in a bundle, and that packing keeps it. */
final class BundleTest extends WithBundle {
    @Test
    void finds_the_code_of_a_task_by_directory_glob_and_command() throws Exception {
        write("workflow.yaml", WORKFLOW);
        write("run.sh", "run");
        write("other.sh", "other");
        write("lib/a.awk", "a");
        write("lib/deep/b.awk", "b");
        write("lib-not/c.awk", "c");
        write("sql/one.sql", "1");
        write("sql/x/y/two.sql", "2");

        DeployableBundle found = DeployableBundle.of(BundleReader.readDirectory(directory));

        Manifest code = assertInstanceOf(DeployableBundle.Valid.class, found, found.toString())
                .code()
                .get("tidy-up");
        assertEquals(
                List.of("lib/a.awk", "lib/deep/b.awk", "run.sh", "sql/one.sql", "sql/x/y/two.sql"),
                code.files().stream().map(file -> file.path().text()).toList());
    }

    @Test
    void tells_where_missing_code_is_named() throws Exception {
        write("workflow.yaml", WORKFLOW);
        write("lib/a.awk", "a");

        DeployableBundle found = DeployableBundle.of(BundleReader.readDirectory(directory));

        var errors = assertInstanceOf(DeployableBundle.Invalid.class, found).errors();
        assertEquals(1, errors.size());
        assertEquals(SpecErrorCode.MISSING_FILE, errors.getFirst().code());
        assertEquals("spec.tasks.tidy-up.run.code[1]", errors.getFirst().path());
        assertEquals(12, errors.getFirst().line());
        assertEquals(21, errors.getFirst().column());
    }

    @Test
    void a_workflow_file_that_is_not_utf8_is_told_as_an_error() throws IOException {
        Bundle bundle = bundle("workflow.yaml", new byte[] {'a', ':', ' ', (byte) 0xff});

        var found = assertInstanceOf(DeployableBundle.Invalid.class, DeployableBundle.of(bundle));

        assertEquals(SpecErrorCode.YAML_SYNTAX, found.errors().getFirst().code());
    }

    @Test
    void equal_files_are_an_equal_bundle_whatever_their_modes_and_times() throws Exception {
        Path script = write("run.sh", "run");
        write("workflow.yaml", WORKFLOW);
        Bundle before = BundleReader.readDirectory(directory);
        byte[] zipBefore = zip(before);

        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setLastModifiedTime(script, FileTime.fromMillis(1));
        write(".git/config", "not part of it");
        Bundle after = BundleReader.readDirectory(directory);

        assertEquals(before.fingerprint(), after.fingerprint());
        assertArrayEquals(zipBefore, zip(after));
        assertEquals("3e01dfc7", before.fingerprint().brief());
    }

    @Test
    void reads_back_what_it_packs() throws Exception {
        Bundle bundle = bundle("workflow.yaml", WORKFLOW.getBytes(StandardCharsets.UTF_8));
        TreeMap<RelativePath, BundleFile> files = new TreeMap<>(bundle.files());
        files.put(RelativePath.parse("später/über alles.sh"), BundleFile.of(new byte[100_000]));
        files.put(RelativePath.parse("empty"), BundleFile.of(new byte[0]));
        files.put(RelativePath.parse("line%0Abreak"), BundleFile.of(new byte[] {1}));
        Bundle odd = new Bundle(files);

        Bundle read = readArchive(zip(odd));

        assertEquals(odd.fingerprint(), read.fingerprint());
    }

    private static Bundle bundle(String path, byte[] content) {
        return Bundle.of(Map.of(RelativePath.parse(path), content));
    }

    private static byte[] zip(Bundle bundle) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BundleWriter.writeZip(bundle, bytes);
        return bytes.toByteArray();
    }
}
