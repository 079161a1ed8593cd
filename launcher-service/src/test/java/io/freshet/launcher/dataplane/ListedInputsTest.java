package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.PartitionIndex.ChunkRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Inputs whose partitions are named by a list. */
final class ListedInputsTest extends WithSample {
    private static final int OF_A_CHUNK = 2;

    /** The partitions of an input, and how they are listed. */
    private record Listing(List<PartitionChunk> chunks, PartitionIndex index) {
        List<String> texts() {
            List<String> texts =
                    new ArrayList<>(chunks.stream().map(PartitionChunk::text).toList());
            texts.add(index.text());
            return texts;
        }
    }

    @Test
    void a_view_is_built_when_the_whole_list_is_there_and_not_before() throws IOException {
        Listing listing = listing("a", "b", "c", "d", "e");
        AttemptSpec work = work(listing, null);

        for (String text : listing.texts().reversed()) {
            assertInstanceOf(ViewResult.ListMissing.class, dataPlane.prepare("attempt-1", work, Owner.OURSELVES));
            dataPlane.storeLists(List.of(text));
        }

        AttemptView view = ready("attempt-1", work);
        for (String content : List.of("a", "b", "c", "d", "e")) {
            assertTrue(Files.exists(file(view, content)), content);
        }
    }

    @Test
    void a_damaged_chunk_is_missing_until_it_comes_again() throws IOException {
        Listing listing = listing("a", "b", "c");
        AttemptSpec work = work(listing, null);
        dataPlane.storeLists(listing.texts());
        Path chunk = sample.root.list(listing.chunks().getFirst().hash());
        Files.delete(chunk);
        Files.writeString(chunk, "freshet-partitions 1\n");

        assertInstanceOf(ViewResult.ListMissing.class, dataPlane.prepare("attempt-1", work, Owner.OURSELVES));

        assertFalse(Files.exists(chunk));
        dataPlane.storeLists(listing.texts());
        assertTrue(Files.exists(file(ready("attempt-1", work), "a")));
    }

    @Test
    void a_task_is_told_what_changed_between_two_lists() throws IOException {
        Listing before = listing("a", "b", "c", "d", "e");
        AttemptSpec first = succeed(before);
        Listing after = listing("a", "b", "c", "x", "e");
        dataPlane.storeLists(after.texts());

        String changes = Files.readString(
                ready("attempt-2", work(after, first.actionKey())).changes());

        assertTrue(changes.contains("\"first\":false"), changes);
        assertTrue(changes.contains("\"added\":[\"%s/x.csv\"]".formatted(Sample.DIRECTORY)), changes);
        assertTrue(changes.contains("\"removed\":[\"%s/d.csv\"]".formatted(Sample.DIRECTORY)), changes);
        assertTrue(changes.contains("\"modified\":[]"), changes);
    }

    @Test
    void a_list_of_which_only_an_earlier_attempt_knew_is_not_waited_for() throws IOException {
        Listing before = listing("a", "b", "c");
        AttemptSpec first = succeed(before);
        Files.delete(sample.root.list(before.chunks().getFirst().hash()));
        Listing after = listing("a", "x", "c");
        dataPlane.storeLists(after.texts());

        String changes = Files.readString(
                ready("attempt-2", work(after, first.actionKey())).changes());

        assertTrue(changes.contains("\"first\":true"), changes);
    }

    private AttemptSpec succeed(Listing listing) throws IOException {
        AttemptSpec work = work(listing, null);
        dataPlane.storeLists(listing.texts());
        AttemptView view = ready("attempt-1", work);
        Sample.write(view, Map.of(Sample.DIRECTORY + "/x.csv", "x\n"));
        assertInstanceOf(StageResult.Staged.class, dataPlane.stage("attempt-1", work, view));
        return work;
    }

    private AttemptView ready(String attempt, AttemptSpec work) throws IOException {
        return assertInstanceOf(ViewResult.Ready.class, dataPlane.prepare(attempt, work, Owner.OURSELVES))
                .view();
    }

    private static Path file(AttemptView view, String content) {
        return view.in("raw").resolve(Sample.DIRECTORY).resolve(content + ".csv");
    }

    /** One partition with one file for each content. */
    private Listing listing(String... contents) throws IOException {
        List<PartitionChunk> chunks = new ArrayList<>();
        List<AttemptSpec.InputPartition> partitions = new ArrayList<>();
        for (String content : contents) {
            Fingerprint version = sample.deliver(Map.of(content + ".csv", content + "\n"));
            partitions.add(new AttemptSpec.InputPartition(PartitionKey.of("source", content), version));
        }
        for (int i = 0; i < partitions.size(); i += OF_A_CHUNK) {
            chunks.add(new PartitionChunk(partitions.subList(i, Math.min(partitions.size(), i + OF_A_CHUNK))));
        }
        return new Listing(
                chunks,
                new PartitionIndex(chunks.stream()
                        .map(chunk ->
                                new ChunkRef(chunk.hash(), chunk.partitions().size()))
                        .toList()));
    }

    private AttemptSpec work(Listing listing, @Nullable Fingerprint previous) throws IOException {
        AttemptSpec work = sample.work(Sha256.of(listing.index().text()), List.of(), previous);
        AttemptSpec.ListRef list =
                new AttemptSpec.ListRef(listing.index().hash(), listing.index().partitions());
        return AttemptSpecBuilder.like(work)
                .inputs(List.of(new AttemptSpec.Input("raw", Sample.RAW, "raw", true, List.of(), list)))
                .build();
    }
}
