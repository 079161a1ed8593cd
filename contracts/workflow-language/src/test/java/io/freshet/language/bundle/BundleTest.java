package io.freshet.language.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.language.grammar.SpecErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    private static final String WORKFLOW = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: tiny}
            spec:
              datasets: {raw: {}, tidy: {}}
              tasks:
                tidy-up:
                  inputs: [raw]
                  outputs: [tidy]
                  run:
                    command: [sh, run.sh]
                    code: [lib, "sql/**/*.sql"]
            """;

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

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

    /** The archive as a Unix tool writes it, which says what an entry was. */
    private static byte[] withKind(byte[] zip, String name, int mode) {
        ByteBuffer fields = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + 46 + wanted.length <= zip.length; at++) {
            boolean isEntry = fields.getInt(at) == 0x02014b50
                    && Arrays.equals(zip, at + 46, at + 46 + wanted.length, wanted, 0, wanted.length);
            if (isEntry) {
                zip[at + 5] = 3;
                fields.putInt(at + 38, mode << 16);
                return zip;
            }
        }
        throw new AssertionError(name + " is not in the archive");
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

    @Test
    void refuses_too_many_files() {
        TreeMap<String, String> files = new TreeMap<>();
        for (int i = 0; i <= Bundle.MAX_FILES; i++) {
            files.put("f" + i, "");
        }
        assertRefused(zipOf(files), "more than 10000 files");
    }

    @Test
    void refuses_what_is_no_archive() throws Exception {
        assertRefused(new byte[0], "neither a zip nor a tar.gz");
        assertRefused("hello".getBytes(StandardCharsets.UTF_8), "neither a zip nor a tar.gz");
        byte[] whole = gzip("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        assertRefused(whole, "");
        assertRefused(java.util.Arrays.copyOf(whole, whole.length / 2), "damaged");
    }

    private void assertRefused(byte[] archive, String why) {
        var refused = assertThrows(InvalidBundleException.class, () -> readArchive(archive));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private void assertTooLarge(byte[] archive, String why) {
        var refused = assertThrows(BundleTooLargeException.class, () -> readArchive(archive));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private static void assertTooLarge(Path bundle, String why) {
        var refused = assertThrows(BundleTooLargeException.class, () -> BundleReader.readDirectory(bundle));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private Bundle readArchive(byte[] archive) throws IOException, InvalidBundleException {
        Path file = Files.write(Files.createTempFile(scratch, "bundle", ".archive"), archive);
        return BundleReader.readArchive(file, Files.createTempDirectory(scratch, "contents"));
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

    private static byte[] zipOfZeros(String name, int mebibytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            writeZeros(zip, name, mebibytes);
        }
        return bytes.toByteArray();
    }

    private static void writeZeros(ZipOutputStream zip, String name, int mebibytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        for (int i = 0; i < mebibytes; i++) {
            zip.write(new byte[1 << 20]);
        }
        zip.closeEntry();
    }

    private static byte[] tarOfZeros(String name, int mebibytes) {
        byte[] tar = new byte[512 + (mebibytes << 20)];
        put(tar, 0, name);
        put(tar, 124, "%011o".formatted(mebibytes << 20));
        tar[156] = '0';
        return tar;
    }

    private Path write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static Bundle bundle(String path, byte[] content) {
        return Bundle.of(Map.of(RelativePath.parse(path), content));
    }

    private static byte[] zip(Bundle bundle) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BundleWriter.writeZip(bundle, bytes);
        return bytes.toByteArray();
    }

    private static byte[] zipOf(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] tarOf(String name, char type, String link) {
        byte[] header = new byte[1536];
        put(header, 0, name);
        put(header, 124, "00000000000");
        header[156] = (byte) type;
        put(header, 157, link);
        try {
            return gzip(header);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] tarOf(byte[]... entries) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            tar.write(entry);
        }
        tar.write(new byte[1024]);
        return gzip(tar.toByteArray());
    }

    private static byte[] tarEntry(String name, char type, byte[] content) {
        byte[] entry = new byte[512 + (content.length + 511) / 512 * 512];
        put(entry, 0, name);
        put(entry, 124, "%011o".formatted(content.length));
        entry[156] = (byte) type;
        System.arraycopy(content, 0, entry, 512, content.length);
        return entry;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
