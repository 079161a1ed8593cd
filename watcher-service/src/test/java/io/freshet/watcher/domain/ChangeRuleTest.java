package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.ChangeRule.Observation;
import io.freshet.watcher.domain.ChangeRule.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration AGE = Duration.ofSeconds(100);

    @Test
    void a_file_that_is_as_it_is_known_is_unchanged() {
        FileStamp stamp = changed(NOW.minusSeconds(100));

        assertEquals(new Verdict.Unchanged(), decide(known(stamp, NOW.minusSeconds(90)), stamp, ScanReason.SCANNED));
        assertEquals(new Verdict.Unchanged(), decide(known(stamp, NOW.minusSeconds(90)), stamp, ScanReason.CLOSED));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1999, true", "2000, false", "60000, false"})
    void a_file_that_was_read_within_two_seconds_of_its_change_is_read_again(long millisLater, boolean again) {
        Instant change = NOW.minusSeconds(100);
        FileStamp stamp = changed(change);

        Verdict verdict = decide(known(stamp, change.plusMillis(millisLater)), stamp, ScanReason.SCANNED);

        assertEquals(again ? new Verdict.Read(stamp) : new Verdict.Unchanged(), verdict);
    }

    @Test
    void any_part_of_the_stamp_makes_a_difference() {
        FileStamp stamp = changed(NOW.minusSeconds(100));
        KnownFile known = known(stamp, NOW.minusSeconds(90));
        long time = stamp.changedNanos();

        for (FileStamp other : new FileStamp[] {
            new FileStamp(2, time, time, 1),
            new FileStamp(1, time - 1, time, 1),
            new FileStamp(1, time, time + 1, 1),
            new FileStamp(1, time, time, 2)
        }) {
            assertEquals(new Verdict.Read(other), decide(known, other, ScanReason.SCANNED));
        }
    }

    /** Offsets in milliseconds: the file's change before now, and when it counts, after now; 0: at once. */
    @ParameterizedTest
    @CsvSource({
        "CLOSED,   0,    0,    0",
        "CLOSED,   0,    2000, 2000",
        "CLOSED,   9000, 2000, 2000",
        "APPEARED, 0,    0,    50",
        "APPEARED, 0,    2000, 2000",
        "TOUCHED,  0,    0,    50",
        "SCANNED,  0,    0,    500",
        "SCANNED,  400,  0,    100",
        "SCANNED,  500,  0,    0",
        "SCANNED,  1500, 2000, 500",
        "SCANNED,  2000, 2000, 0"
    })
    void a_changed_file_counts_when_it_has_been_still(ScanReason trigger, long changedAgo, long settle, long countsIn) {
        FileStamp stamp = changed(NOW.minusMillis(changedAgo));

        Verdict verdict = ChangeRule.decide(new Observation(
                null,
                new FileSighting.Present(stamp),
                trigger,
                null,
                Duration.ofMillis(settle),
                NOW,
                Duration.ofMillis(changedAgo)));

        Duration stillness = trigger.stillness(Duration.ofMillis(settle));
        Instant due = NOW.plusMillis(countsIn);
        assertEquals(countsIn == 0 ? new Verdict.Read(stamp) : new Verdict.Wait(due.minus(stillness), due), verdict);
    }

    @Test
    void looking_again_does_not_make_a_file_younger() {
        FileStamp stamp = changed(NOW);
        PendingFile earlier = pending(new FileSighting.Present(stamp), NOW.minusMillis(1_500));

        Verdict verdict = ChangeRule.decide(
                new Observation(null, new FileSighting.Present(stamp), ScanReason.CLOSED, earlier, SETTLE, NOW, AGE));

        assertEquals(new Verdict.Wait(NOW.minusMillis(1_500), NOW.plusMillis(500)), verdict);
    }

    @Test
    void a_file_that_changed_again_begins_to_wait_anew() {
        PendingFile earlier = pending(new FileSighting.Present(changed(NOW.minusSeconds(9))), NOW.minusSeconds(9));

        Verdict verdict = ChangeRule.decide(new Observation(
                null, new FileSighting.Present(changed(NOW)), ScanReason.CLOSED, earlier, SETTLE, NOW, AGE));

        assertEquals(new Verdict.Wait(NOW, NOW.plus(SETTLE)), verdict);
    }

    @Test
    void a_known_file_that_is_gone_is_forgotten_when_it_has_been_gone_for_the_settle_time() {
        KnownFile known = known(changed(NOW.minusSeconds(100)), NOW.minusSeconds(90));
        FileSighting gone = new FileSighting.Absent();

        Verdict first = ChangeRule.decide(new Observation(known, gone, ScanReason.CLOSED, null, SETTLE, NOW, AGE));
        Verdict second = ChangeRule.decide(
                new Observation(known, gone, ScanReason.CLOSED, pending(gone, NOW), SETTLE, NOW.plus(SETTLE), AGE));
        Verdict atOnce =
                ChangeRule.decide(new Observation(known, gone, ScanReason.SCANNED, null, Duration.ZERO, NOW, AGE));

        assertEquals(new Verdict.Wait(NOW, NOW.plus(SETTLE)), first);
        assertEquals(new Verdict.Forget(), second);
        assertEquals(new Verdict.Forget(), atOnce);
    }

    @Test
    void what_is_neither_known_nor_there_is_nothing() {
        assertEquals(
                new Verdict.Unchanged(),
                ChangeRule.decide(
                        new Observation(null, new FileSighting.Absent(), ScanReason.CLOSED, null, SETTLE, NOW, AGE)));
    }

    @Test
    void what_cannot_be_seen_is_held() {
        KnownFile known = known(changed(NOW), NOW);

        assertEquals(
                new Verdict.Hold("no way"),
                ChangeRule.decide(new Observation(
                        known, new FileSighting.Hidden("no way"), ScanReason.CLOSED, null, SETTLE, NOW, AGE)));
    }

    private static Verdict decide(@Nullable KnownFile known, FileStamp stamp, ScanReason trigger) {
        return ChangeRule.decide(
                new Observation(known, new FileSighting.Present(stamp), trigger, null, Duration.ZERO, NOW, AGE));
    }

    private static FileStamp changed(Instant time) {
        return new FileStamp(1, InstantNanos.of(time), InstantNanos.of(time), 1);
    }

    private static KnownFile known(FileStamp stamp, Instant hashed) {
        return new KnownFile(stamp, Sha256.of("x"), InstantNanos.of(hashed));
    }

    private static PendingFile pending(FileSighting seen, Instant since) {
        return new PendingFile(
                RelativePath.parse("a"), PartitionKey.NONE, seen, ScanReason.CLOSED, since, since.plus(SETTLE));
    }
}
