package io.freshet.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.PublicationStatus;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each question takes one second of a clock that only questions move on; the last answer is given again and again. */
final class PublicationWaitTest {
    private final Deque<PublicationStatus> answers = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();
    private long now;
    private int questions;

    @Test
    void ends_with_the_first_complete_answer() throws IOException {
        answers.add(status(0, 0, null, false));
        answers.add(status(2, 0, null, false));
        answers.add(status(0, 0, null, true));

        await(Duration.ofHours(1));

        assertEquals(3, questions);
        assertEquals(List.of("2 partitions to publish, such as prod/counts/city=Zürich"), lines);
    }

    @Test
    void gives_up_when_for_a_while_nothing_is_left_but_what_cannot_be_written() {
        answers.add(status(1, 1, "no space left on device", false));

        CommandException failure = assertThrows(CommandException.class, () -> await(Duration.ofHours(1)));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertTrue(
                failure.getMessage().contains("prod/counts/city=Zürich (no space left on device)"),
                failure::getMessage);
        assertTrue(failure.getMessage().contains("freshet datasets prod/counts"), failure::getMessage);
        assertTrue(questions > 10 && questions < 30, "asked " + questions);
    }

    @Test
    void a_failure_that_passes_ends_nothing() throws IOException {
        for (int i = 0; i < 10; i++) {
            answers.add(status(1, 1, "busy", false));
        }
        answers.add(status(1, 0, null, false));
        for (int i = 0; i < 10; i++) {
            answers.add(status(1, 1, "busy", false));
        }
        answers.add(status(0, 0, null, true));

        await(Duration.ofHours(1));

        assertEquals(22, questions);
    }

    @Test
    void waits_no_longer_than_it_may() {
        answers.add(status(3, 1, "busy", false));

        CommandException failure = assertThrows(CommandException.class, () -> await(Duration.ofSeconds(60)));

        assertTrue(failure.getMessage().startsWith("3 partitions not published in time"), failure::getMessage);
        assertTrue(questions >= 60 && questions <= 62, "asked " + questions);
    }

    private void await(Duration limit) throws IOException {
        new PublicationWait(this::answer, lines::add, () -> now).await(limit);
    }

    private PublicationStatus answer(Duration limit) {
        questions++;
        now += Duration.ofSeconds(1).toNanos();
        return answers.size() == 1 ? answers.getFirst() : answers.removeFirst();
    }

    private static PublicationStatus status(int pending, int failing, @Nullable String problem, boolean complete) {
        PendingPartition example =
                new PendingPartition(DatasetRef.parse("prod/counts"), PartitionKey.of("city", "Zürich"), problem);
        return new PublicationStatus(
                WorkflowRef.parse("prod/visits"),
                complete,
                pending,
                failing,
                0,
                pending == 0 ? List.of() : List.of(example),
                Instant.EPOCH);
    }
}
