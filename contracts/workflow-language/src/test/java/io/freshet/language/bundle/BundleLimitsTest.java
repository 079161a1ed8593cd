package io.freshet.language.bundle;

import static io.freshet.language.bundle.Archives.gzip;
import static io.freshet.language.bundle.Archives.tarOfZeros;
import static io.freshet.language.bundle.Archives.writeZeros;
import static io.freshet.language.bundle.Archives.zipOf;
import static io.freshet.language.bundle.Archives.zipOfZeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import io.freshet.language.grammar.SpecErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** How large a bundle, its files and its archives may be. */
final class BundleLimitsTest extends WithBundle {
    @Test
    void refuses_a_small_archive_of_a_huge_content_before_it_is_on_the_disk() throws IOException {
        byte[] zip = zipOfZeros("zeros", 60);

        assertTooLarge(zip, "more than 100 times the size of its archive when it is unpacked, reached at 'zeros'");
        assertTooLarge(gzip(tarOfZeros("zeros", 60)), "reached at 'zeros'");
        assertTrue(bytesBelow(scratch) <= 2 * (Bundle.ANY_RATIO_BYTES + (1 << 20)), () -> "left on the disk");
    }

    @Test
    void unpacks_a_small_archive_of_no_more_than_a_little_content() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("workflow.yaml"));
            zip.write(WORKFLOW.getBytes(StandardCharsets.UTF_8));
            writeZeros(zip, "zeros", 15);
        }

        Bundle read = readArchive(bytes.toByteArray());

        assertEquals(
                15 << 20, read.file(RelativePath.parse("zeros")).orElseThrow().size());
    }

    @Test
    void refuses_a_file_and_a_bundle_that_are_too_large_however_they_are_packed() throws Exception {
        write("workflow.yaml", WORKFLOW);
        sparse("large", Bundle.MAX_FILE_BYTES + 1);
        assertTooLarge(directory, "'large' has more than 128 MiB when it is unpacked: leave data out");
        sparse("large", Bundle.MAX_FILE_BYTES);
        sparse("other", Bundle.MAX_FILE_BYTES);
        assertTooLarge(directory, "the bundle has more than 256 MiB when it is unpacked, reached at ");
    }

    @Test
    void packs_no_archive_that_would_be_refused() throws Exception {
        write("workflow.yaml", WORKFLOW);
        sparse("zeros", 30 << 20);
        Bundle bundle = BundleReader.readDirectory(directory);

        var refused = assertThrows(
                BundleTooLargeException.class, () -> BundleWriter.writeZip(bundle, scratch.resolve("packed.zip")));

        assertTrue(refused.getMessage().contains("'zeros'"), refused.getMessage());
    }

    @Test
    void refuses_a_directory_of_an_archive_that_hides_a_content() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            writeZeros(zip, "directory/", 1);
        }
        assertRefused(bytes.toByteArray(), "the directory 'directory/' has a content");
    }

    @Test
    void says_that_a_workflow_file_is_too_large_without_reading_it() throws Exception {
        sparse("workflow.yaml", 2 << 20);

        var found = assertInstanceOf(
                DeployableBundle.Invalid.class, DeployableBundle.of(BundleReader.readDirectory(directory)));

        assertEquals(SpecErrorCode.YAML_BOUNDS, found.errors().getFirst().code());
    }

    @Test
    void says_of_a_bundle_that_it_cannot_be_packed_without_packing_it() throws Exception {
        write("workflow.yaml", WORKFLOW);
        BundleWriter.requirePackable(BundleReader.readDirectory(directory));

        sparse("zeros", 20L << 20);
        Bundle bundle = BundleReader.readDirectory(directory);

        InvalidBundleException refusal =
                assertThrows(BundleTooLargeException.class, () -> BundleWriter.requirePackable(bundle));
        assertEquals(
                assertThrows(BundleTooLargeException.class, () -> BundleWriter.writeZip(bundle, scratch.resolve("zip")))
                        .getMessage(),
                refusal.getMessage());
    }

    @Test
    void refuses_too_many_files() {
        TreeMap<String, String> files = new TreeMap<>();
        for (int i = 0; i <= Bundle.MAX_FILES; i++) {
            files.put("f" + i, "");
        }
        assertRefused(zipOf(files), "more than 10000 files");
    }

    private void assertTooLarge(byte[] archive, String why) {
        var refused = assertThrows(BundleTooLargeException.class, () -> readArchive(archive));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private static void assertTooLarge(Path bundle, String why) {
        var refused = assertThrows(BundleTooLargeException.class, () -> BundleReader.readDirectory(bundle));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private static long bytesBelow(Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private void sparse(String name, long bytes) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }
}
