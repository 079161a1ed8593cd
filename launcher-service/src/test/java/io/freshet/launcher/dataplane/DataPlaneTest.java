package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.CheckSpec;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DataPlaneTest extends WithSample {
    @Test
    void a_view_has_the_inputs_the_code_and_empty_outputs() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n", "with space.csv", "2\n")));

        AttemptView view = ready("attempt-1", work);

        assertEquals("1\n", Files.readString(view.in("raw").resolve("north/2026-01-05/a.csv")));
        assertEquals("2\n", Files.readString(view.in("raw").resolve("north/2026-01-05/with space.csv")));
        assertTrue(Files.isExecutable(view.code().resolve("bin/run.sh")));
        assertTrue(Files.isDirectory(view.out("clean").resolve("north/2026-01-05")));
        assertEquals(view.in("raw").toString(), view.environment().get("FRESHET_IN_RAW"));
        assertEquals("2026-01-05", view.environment().get("FRESHET_PARTITION_DATE"));
        assertEquals("USD", view.environment().get("FRESHET_PARAM_CURRENCY"));
        assertTrue(Files.readString(view.changes()).contains("\"first\":true"));
        assertEquals(PosixFilePermissions.fromString("r-xr-xr-x"), Files.getPosixFilePermissions(view.in("raw")));
    }

    @Test
    void a_view_keeps_its_version_when_the_upstream_rewrites_the_file_in_place() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "old\n")));
        AttemptView view = ready("attempt-1", work);

        Files.writeString(sample.root.dataset(Sample.RAW, "raw").resolve("north/2026-01-05/a.csv"), "new\n");

        assertEquals("old\n", Files.readString(view.in("raw").resolve("north/2026-01-05/a.csv")));
    }

    @Test
    void a_watched_file_that_changed_since_it_was_seen_is_no_input() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "old\n")));
        Files.writeString(sample.root.dataset(Sample.RAW, "raw").resolve("north/2026-01-05/a.csv"), "new\n");

        ViewResult changed = dataPlane.prepare("attempt-1", work, Owner.OURSELVES);

        assertTrue(assertInstanceOf(ViewResult.InputChanged.class, changed)
                .message()
                .contains("a.csv"));
    }

    @Test
    @Timeout(20)
    void a_pipe_in_the_place_of_a_watched_file_is_no_input_and_holds_up_nobody() throws Exception {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "old\n")));
        Path file = sample.root.dataset(Sample.RAW, "raw").resolve("north/2026-01-05/a.csv");
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());

        ViewResult changed = dataPlane.prepare("attempt-1", work, Owner.OURSELVES);

        assertInstanceOf(ViewResult.InputChanged.class, changed);
    }

    @Test
    void a_watched_file_that_vanished_is_no_input() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "old\n")));
        Files.delete(sample.root.dataset(Sample.RAW, "raw").resolve("north/2026-01-05/a.csv"));

        ViewResult changed = dataPlane.prepare("attempt-1", work, Owner.OURSELVES);

        assertInstanceOf(ViewResult.InputChanged.class, changed);
    }

    @Test
    void staged_outputs_are_not_visible_and_published_ones_are_read_only() throws IOException {
        ActionResult staged = stage("attempt-1", Map.of("north/2026-01-05/x.csv", "x\n"));
        assertEquals(Map.of(), sample.published());

        Sample.publish(dataPlane, null, staged.outputs().getFirst().version());

        assertEquals(Map.of("north/2026-01-05/x.csv", "x\n"), sample.published());
        Path file = sample.root.dataset(Sample.CLEAN, "clean").resolve("north/2026-01-05/x.csv");
        assertFalse(Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_WRITE));
    }

    @Test
    void publishing_a_new_version_replaces_adds_and_removes() throws IOException {
        PartitionVersion first = publish(
                "attempt-1",
                null,
                Map.of(
                        "north/2026-01-05/same.csv", "same\n",
                        "north/2026-01-05/changed.csv", "1\n",
                        "north/2026-01-05/gone.csv", "gone\n"));
        Path same = sample.root.dataset(Sample.CLEAN, "clean").resolve("north/2026-01-05/same.csv");
        Object inode = Files.getAttribute(same, "unix:ino");

        publish(
                "attempt-2",
                first,
                Map.of(
                        "north/2026-01-05/same.csv", "same\n",
                        "north/2026-01-05/changed.csv", "2\n",
                        "north/2026-01-05/added.csv", "added\n"));

        assertEquals(
                Map.of(
                        "north/2026-01-05/same.csv", "same\n",
                        "north/2026-01-05/changed.csv", "2\n",
                        "north/2026-01-05/added.csv", "added\n"),
                sample.published());
        assertEquals(inode, Files.getAttribute(same, "unix:ino"));
    }

    @Test
    void publishing_a_removal_removes_the_partition_with_its_directories() throws IOException {
        PartitionVersion first = publish("attempt-1", null, Map.of("north/2026-01-05/x.csv", "x\n"));

        Sample.publish(dataPlane, first, null);

        assertEquals(Map.of(), sample.published());
        assertFalse(Files.exists(sample.root.dataset(Sample.CLEAN, "clean").resolve("north")));
    }

    @Test
    void equal_work_is_answered_from_the_earlier_result() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        assertTrue(dataPlane.lookUp(work).isEmpty());
        ActionResult staged = stage("attempt-1", Map.of("north/2026-01-05/x.csv", "x\n"));

        ActionResult found = dataPlane.lookUp(work).orElseThrow();

        assertEquals(staged, found);
        assertEquals("attempt-1", found.attempt());
    }

    @Test
    void a_result_of_another_namespace_answers_nothing_and_is_kept_beside_ones_own() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        AttemptSpec elsewhere = inNamespace("dev", work);
        ActionResult ours = stage("attempt-1", Map.of("north/2026-01-05/x.csv", "x\n"));

        assertTrue(dataPlane.lookUp(elsewhere).isEmpty());

        AttemptView view = ready("attempt-2", elsewhere);
        Sample.write(view, Map.of("north/2026-01-05/x.csv", "x\n"));
        StageResult staged = dataPlane.stage("attempt-2", elsewhere, view);

        ActionResult theirs = assertInstanceOf(StageResult.Staged.class, staged).result();
        assertEquals("dev", theirs.outputs().getFirst().dataset().namespace());
        assertEquals(theirs, dataPlane.lookUp(elsewhere).orElseThrow());
        assertEquals(ours, dataPlane.lookUp(work).orElseThrow());
    }

    private static AttemptSpec inNamespace(String namespace, AttemptSpec work) {
        InstanceRef instance = work.instance();
        AttemptSpec.Output output = work.outputs().getFirst();
        return AttemptSpecBuilder.like(work)
                .instance(new InstanceRef(namespace, instance.workflow(), instance.task(), instance.partition()))
                .outputs(List.of(new AttemptSpec.Output(
                        new DatasetRef(namespace, output.dataset().dataset()),
                        output.path(),
                        output.layout(),
                        output.checks())))
                .build();
    }

    @Test
    void an_output_whose_directory_the_task_removed_or_replaced_is_rejected() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        String removed = "output clean: its directory was removed or replaced";

        AttemptView view = ready("attempt-1", work);
        FileTrees.delete(view.out("clean"));
        assertRejected(removed, dataPlane.stage("attempt-1", work, view));

        view = ready("attempt-2", work);
        FileTrees.delete(view.out("clean"));
        Files.createSymbolicLink(view.out("clean"), Path.of("/etc"));
        assertRejected(removed, dataPlane.stage("attempt-2", work, view));

        view = ready("attempt-3", work);
        FileTrees.delete(view.out("clean"));
        Files.writeString(view.out("clean"), "a file");
        assertRejected(removed, dataPlane.stage("attempt-3", work, view));

        view = ready("attempt-4", work);
        FileTrees.delete(view.out("clean"));
        Files.delete(view.directory().resolve("out"));
        Files.createSymbolicLink(view.directory().resolve("out"), Path.of("/etc"));
        assertRejected("the directory of all outputs was removed", dataPlane.stage("attempt-4", work, view));
    }

    private static void assertRejected(String reason, StageResult result) {
        String given = assertInstanceOf(StageResult.Rejected.class, result).toString();
        assertTrue(given.contains(reason), given);
    }

    private Path firstObject(ActionResult staged) throws IOException {
        Manifest manifest = new io.freshet.servicekit.storage.ContentStore(sample.root)
                .manifest(staged.outputs().getFirst().version().fingerprint())
                .orElseThrow();
        return sample.root.object(manifest.files().getFirst().content());
    }

    @Test
    void a_result_whose_object_was_tampered_with_is_not_trusted() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        ActionResult staged = stage("attempt-1", Map.of("north/2026-01-05/x.csv", "x\n"));
        Path object = firstObject(staged);
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(object, "y\n");

        assertTrue(dataPlane.lookUp(work).isEmpty());
        assertFalse(Files.exists(object));
    }

    @Test
    void an_object_that_was_only_touched_is_hashed_and_believed_again() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        ActionResult staged = stage("attempt-1", Map.of("north/2026-01-05/x.csv", "x\n"));
        Path object = firstObject(staged);
        Files.setLastModifiedTime(object, java.nio.file.attribute.FileTime.fromMillis(0));

        assertTrue(dataPlane.lookUp(work).isPresent());
    }

    @Test
    void a_file_of_another_partition_is_rejected() throws IOException {
        assertRejected(Map.of("south/2026-01-05/x.csv", "x\n"), "belongs to partition source=south/date=2026-01-05");
    }

    @Test
    void a_file_outside_the_layout_is_rejected() throws IOException {
        assertRejected(Map.of("x.csv", "x\n"), "does not fit the layout");
    }

    @Test
    void a_link_among_the_outputs_is_rejected() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        AttemptView view = ready("attempt-1", work);
        Files.createSymbolicLink(view.out("clean").resolve("north/2026-01-05/x.csv"), Path.of("/etc/hostname"));

        StageResult result = dataPlane.stage("attempt-1", work, view);

        assertTrue(
                assertInstanceOf(StageResult.Rejected.class, result).message().contains("link"));
    }

    @Test
    void no_files_are_no_partition() throws IOException {
        assertEquals(List.of(), stage("attempt-1", Map.of()).outputs());
    }

    @Test
    void checks_name_line_and_column_but_no_value() throws IOException {
        AttemptSpec work = sample.work(
                sample.deliver(Map.of("a.csv", "1\n")),
                List.of(new CheckSpec.RowCount(1L, 10L), new CheckSpec.Unique(List.of("id"))),
                null);
        AttemptView view = ready("attempt-1", work);
        Sample.write(view, Map.of("north/2026-01-05/x.csv", "id,name\n7,secret\n7,other\n"));

        StageResult result = dataPlane.stage("attempt-1", work, view);

        String message = assertInstanceOf(StageResult.Rejected.class, result).message();
        assertTrue(message.contains("unique") && message.contains("line 3"), message);
        assertFalse(message.contains("secret") || message.contains("7,"), message);
    }

    @Test
    void results_are_kept_and_malformed_ones_rejected() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        AttemptView view = ready("attempt-1", work);
        Files.writeString(view.results(), "{\"rows\": 12, \"name\": \"x\"}");
        StageResult good = dataPlane.stage("attempt-1", work, view);
        assertEquals(
                Map.of("rows", "12", "name", "\"x\""),
                assertInstanceOf(StageResult.Staged.class, good).result().results());

        Files.writeString(view.results(), "[1]");

        assertInstanceOf(StageResult.Rejected.class, dataPlane.stage("attempt-1", work, view));
    }

    @Test
    void changes_since_the_last_success_are_listed() throws IOException {
        Fingerprint first = sample.deliver(Map.of("kept.csv", "1\n", "changed.csv", "1\n", "gone.csv", "1\n"));
        AttemptSpec work = sample.work(first);
        AttemptView view = ready("attempt-1", work);
        dataPlane.stage("attempt-1", work, view);
        Fingerprint second = sample.deliver(Map.of("kept.csv", "1\n", "changed.csv", "2\n", "added.csv", "1\n"));

        AttemptView next = ready("attempt-2", sample.work(second, List.of(), work.actionKey()));

        assertEquals(
                "{\"first\":false,\"listed\":true,\"inputs\":{\"raw\":{\"added\":[\"north/2026-01-05/added.csv\"],"
                        + "\"modified\":[\"north/2026-01-05/changed.csv\"],\"removed\":[\"north/2026-01-05/gone.csv\"]}}}",
                Files.readString(next.changes()));
    }

    @Test
    void a_dataset_directory_that_is_a_link_is_refused() throws IOException {
        PartitionVersion version = stage("attempt-1", Map.of("north/2026-01-05/x.csv", "x\n"))
                .outputs()
                .getFirst()
                .version();
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createSymbolicLink(sample.root.root().resolve("prod/clean"), elsewhere);

        org.junit.jupiter.api.Assertions.assertThrows(
                IOException.class, () -> Sample.publish(dataPlane, null, version));
        assertEquals(0, elsewhere.toFile().list().length);
    }

    private void assertRejected(Map<String, String> outputs, String reason) throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        AttemptView view = ready("attempt-1", work);
        Sample.write(view, outputs);

        StageResult result = dataPlane.stage("attempt-1", work, view);

        String message = assertInstanceOf(StageResult.Rejected.class, result).message();
        assertTrue(message.contains(reason), message);
    }

    private PartitionVersion publish(String attempt, PartitionVersion before, Map<String, String> outputs)
            throws IOException {
        PartitionVersion version = stage(attempt, outputs).outputs().getFirst().version();
        Sample.publish(dataPlane, before, version);
        return version;
    }

    private ActionResult stage(String attempt, Map<String, String> outputs) throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        AttemptView view = ready(attempt, work);
        Sample.write(view, outputs);
        return assertInstanceOf(StageResult.Staged.class, dataPlane.stage(attempt, work, view))
                .result();
    }

    private AttemptView ready(String attempt, AttemptSpec work) throws IOException {
        return assertInstanceOf(ViewResult.Ready.class, dataPlane.prepare(attempt, work, Owner.OURSELVES))
                .view();
    }
}
