package io.freshet.language.bundle;

import static io.freshet.language.bundle.Archives.gzip;
import static io.freshet.language.bundle.Archives.tarEntry;
import static io.freshet.language.bundle.Archives.tarOf;
import static io.freshet.language.bundle.Archives.withKind;
import static io.freshet.language.bundle.Archives.zipOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that come from elsewhere. */
final class BundleArchiveTest extends WithBundle {
    @Test
    void reads_a_tar_of_the_command_line_tool() throws Exception {
        write("workflow.yaml", WORKFLOW);
        write("a/" + "long/".repeat(40) + "name.sh", "deep");
        write("run.sh", "x".repeat(512));
        Path archive = directory.resolveSibling(directory.getFileName() + ".tar.gz");
        for (String format : List.of("gnu", "pax", "ustar")) {
            Process tar = new ProcessBuilder(
                            "tar", "--format=" + format, "-czf", archive.toString(), "-C", directory.toString(), ".")
                    .inheritIO()
                    .start();
            assertEquals(0, tar.waitFor());

            Bundle read = BundleReader.readArchive(archive, Files.createTempDirectory(scratch, "tar"));

            assertEquals(BundleReader.readDirectory(directory).fingerprint(), read.fingerprint(), format);
        }
        Files.delete(archive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "/etc/passwd", "a/../../b", "a//b", "./../b", "a/."})
    void refuses_an_archive_whose_paths_lead_elsewhere(String name) {
        assertRefused(zipOf(Map.of("workflow.yaml", WORKFLOW, name, "x")), "not a path that may be in a bundle");
        assertRefused(tarOf(name, '0', ""), "not a path that may be in a bundle");
    }

    @Test
    void refuses_links() throws Exception {
        write("workflow.yaml", WORKFLOW);
        Files.createSymbolicLink(directory.resolve("link"), Path.of("workflow.yaml"));

        var refused = assertThrows(InvalidBundleException.class, () -> BundleReader.readDirectory(directory));

        assertTrue(refused.getMessage().contains("'link' is a link"), refused.getMessage());
        assertRefused(tarOf("link", '2', "/etc/passwd"), "'link' is a link");
        assertRefused(tarOf("link", '1', "workflow.yaml"), "'link' is a link");
        Map<String, String> files = Map.of("workflow.yaml", WORKFLOW, "lib/link", "../workflow.yaml");
        assertRefused(withKind(zipOf(files), "lib/link", 0120777), "'lib/link' is a link");
        assertRefused(withKind(zipOf(files), "lib/link", 0010644), "'lib/link' is a link");
        assertEquals(
                2,
                readArchive(withKind(zipOf(files), "lib/link", 0100644)).files().size());
    }

    @Test
    void a_name_of_a_tar_goes_as_far_as_its_length_says() throws Exception {
        String name = "lib/two\nlines path=elsewhere\n";
        byte[] bytes = ("path=" + name).getBytes(StandardCharsets.UTF_8);
        int length = bytes.length + 2 + 2;
        byte[] record = "%d path=%s\n".formatted(length, name).getBytes(StandardCharsets.UTF_8);
        assertEquals(length, record.length);

        Bundle bundle = readArchive(tarOf(
                tarEntry("pax", 'x', record),
                tarEntry("short", '0', "x".getBytes(StandardCharsets.UTF_8)),
                tarEntry("workflow.yaml", '0', WORKFLOW.getBytes(StandardCharsets.UTF_8))));

        assertTrue(
                bundle.files().containsKey(RelativePath.ofBytes(name.getBytes(StandardCharsets.UTF_8))),
                () -> bundle.files().keySet().toString());
        assertRefused(
                tarOf(tarEntry("pax", 'x', "99 path=a\n".getBytes(StandardCharsets.UTF_8))),
                "'99' is not the length of a header");
    }

    @Test
    void refuses_what_is_both_a_file_and_a_directory() {
        assertRefused(zipOf(Map.of("workflow.yaml", WORKFLOW, "a", "x", "a/b", "y")), "both a file and a directory");
    }

    @Test
    void refuses_a_bundle_without_a_workflow() {
        assertRefused(zipOf(Map.of("x/workflow.yaml", WORKFLOW)), "there is no workflow.yaml at the top");
    }

    @Test
    void reads_several_bundles_of_one_archive_as_they_were_packed() throws Exception {
        write("workflow.yaml", WORKFLOW);
        write("lib/a.awk", "a");
        Bundle bundle = BundleReader.readDirectory(directory);
        Bundle other = Bundle.of(Map.of(new RelativePath("workflow.yaml"), new byte[] {1}));
        BundleSet packed = new BundleSet(new TreeMap<>(Map.of("one", bundle, "two", other)));

        BundleWriter.writeZip(packed, scratch.resolve("zip"));
        BundleSet read = BundleReader.readArchiveOfSeveral(
                scratch.resolve("zip"), Files.createDirectory(scratch.resolve("unpacked")));

        assertEquals(packed.bundles().keySet(), read.bundles().keySet());
        assertEquals(bundle.fingerprint(), read.bundles().get("one").fingerprint());
        assertEquals(other.fingerprint(), read.bundles().get("two").fingerprint());
    }

    @Test
    void refuses_an_archive_that_has_not_each_bundle_in_its_directory() throws Exception {
        assertNotSeveral(Map.of("workflow.yaml", "x"), "'workflow.yaml' is at the top of the archive");
        assertNotSeveral(Map.of("one/workflow.yaml", "x", "two/run.sh", "y"), "in the directory 'two'");
        assertNotSeveral(Map.of(), "the archive has 0 bundles");
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i <= BundleSet.MAX_BUNDLES; i++) {
            many.put("d" + i + "/workflow.yaml", "x");
        }
        assertNotSeveral(many, "the archive has 51 bundles");
    }

    @Test
    void refuses_what_is_no_archive() throws Exception {
        assertRefused(new byte[0], "neither a zip nor a tar.gz");
        assertRefused("hello".getBytes(StandardCharsets.UTF_8), "neither a zip nor a tar.gz");
        byte[] whole = gzip("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        assertRefused(whole, "");
        assertRefused(java.util.Arrays.copyOf(whole, whole.length / 2), "damaged");
    }

    private void assertNotSeveral(Map<String, String> files, String why) throws Exception {
        Path archive = Files.createTempFile(scratch, "several", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        Path unpacked = Files.createTempDirectory(scratch, "unpacked");

        InvalidBundleException refusal =
                assertThrows(InvalidBundleException.class, () -> BundleReader.readArchiveOfSeveral(archive, unpacked));

        assertTrue(refusal.getMessage().contains(why), refusal::getMessage);
    }
}
