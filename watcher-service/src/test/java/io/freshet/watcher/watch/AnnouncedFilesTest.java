package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.AnnouncementInfo;
import io.freshet.contracts.api.AnnouncementInfo.State;
import io.freshet.contracts.api.EventStatus;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.DatasetProblems.FileProblem;
import io.freshet.contracts.event.DatasetProblems.Kind;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What events and files mean to each other. The kernel reports nothing here: what is found at once, an event has pointed at. */
class AnnouncedFilesTest extends WithDataset {
    private static final String FILE = "north/2026-01-05/a.csv";
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private int events;

    @BeforeEach
    void begin() throws Exception {
        bench(Duration.ZERO);
        Files.createDirectories(bench.directory());
        bench.notifier.copies(0);
        bench.settle();
    }

    @Test
    void an_event_lets_the_watch_look_at_once_at_the_file_or_at_the_partition() throws Exception {
        bench.put(FILE, "a");
        bench.put("south/2026-01-05/b.csv", "b");
        bench.settle();
        assertEquals(Set.of(), bench.outbox.told().keySet());

        announce(NOON, "\"path\": \"%s\"".formatted(FILE));
        bench.settle();
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());

        announce(NOON, "\"partition\": {\"date\": \"2026-01-05\", \"site\": \"south\"}");
        bench.settle();
        assertEquals(Set.of(NORTH_5, SOUTH_5), bench.outbox.told().keySet());
        assertEquals(List.of(), open());
        assertEquals(2, counts().arrived());
    }

    @Test
    void an_event_without_its_file_waits_visibly_across_a_restart_until_the_file_is_reported() throws Exception {
        announce(NOON, "\"partition\": \"site=north/date=2026-01-05\"");
        bench.settle();
        bench.restart();
        bench.settle();
        AnnouncementInfo waiting = open().getFirst();
        assertEquals(State.ANNOUNCED, waiting.state());
        assertEquals(NORTH_5.toString(), waiting.partition());
        assertEquals(Optional.of(1L), problem(Kind.ANNOUNCED_FILE).map(FileProblem::count));

        bench.put(FILE, "a");
        bench.reconcile();

        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
        assertEquals(List.of(), open());
        assertEquals(Optional.empty(), problem(Kind.ANNOUNCED_FILE));
        assertEquals(0, counts().withoutEvent());
    }

    @Test
    void contents_that_differ_are_held_back_and_listed_with_both_digests_until_they_fit() throws Exception {
        announce(NOON, "\"path\": \"%s\", \"sha256\": \"%s\"".formatted(FILE, WatchBench.sha("right")));
        bench.put(FILE, "wrong");
        bench.put("south/2026-01-05/b.csv", "b");
        bench.reconcile();

        assertEquals(Set.of(SOUTH_5), bench.outbox.told().keySet());
        AnnouncementInfo held = open().getFirst();
        assertEquals(State.HELD_BACK, held.state());
        assertEquals(WatchBench.sha("right"), held.announced().sha256());
        assertEquals(new AnnouncementInfo.Content(5L, WatchBench.sha("wrong")), held.found());
        String reason = problem(Kind.DIFFERING_CONTENT)
                .orElseThrow()
                .examples()
                .getFirst()
                .reason();
        assertTrue(reason.contains(WatchBench.sha("right").hex()), reason);
        assertTrue(reason.contains(WatchBench.sha("wrong").hex()), reason);

        bench.restart();
        bench.reconcile();
        assertEquals(Set.of(SOUTH_5), bench.outbox.told().keySet(), "also after a restart");

        bench.put(FILE, "right");
        bench.reconcile();
        assertEquals(Set.of(NORTH_5, SOUTH_5), bench.outbox.told().keySet());
        assertEquals(List.of(), open());
    }

    @Test
    void a_newer_event_releases_what_is_held_back_and_an_older_one_holds_nothing_back() throws Exception {
        announce(NOON, "\"path\": \"%s\", \"size\": 1".formatted(FILE));
        bench.put(FILE, "right");
        bench.reconcile();
        assertEquals(Set.of(), bench.outbox.told().keySet());

        announce(NOON.plusSeconds(1), "\"path\": \"%s\", \"size\": 5".formatted(FILE));
        bench.settle();
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());

        announce(NOON.minusSeconds(1), "\"path\": \"%s\", \"size\": 1".formatted(FILE));
        bench.put(FILE, "other");
        bench.reconcile();
        assertEquals(WatchBench.sha("other"), told(NORTH_5));
        assertEquals(1, counts().outdated());
    }

    @Test
    void an_event_that_comes_again_counts_once_also_after_a_restart() throws Exception {
        UpstreamEvent event = WatchBench.extract("same", NOON, "\"path\": \"%s\"".formatted(FILE));
        bench.announce(event, false);
        bench.announce(event, true);
        bench.settle();
        bench.restart();
        bench.announce(event, false);
        bench.settle();

        assertEquals(1, counts().events());
        EventStatus status = bench.events().status();
        assertEquals(List.of(1L, 2L, 0L), List.of(status.extracts(), status.repeated(), status.unreadable()));
    }

    @Test
    void a_state_that_is_lost_is_made_again_of_the_topic() throws Exception {
        announce(NOON, "\"path\": \"%s\", \"sha256\": \"%s\"".formatted(FILE, WatchBench.sha("right")));
        bench.put(FILE, "wrong");
        bench.reconcile();
        bench.loseState();
        announce(NOON, "\"path\": \"south/2026-01-05/b.csv\"");
        bench.reconcile();

        assertEquals(Set.of(), bench.outbox.told().keySet());
        assertEquals(
                List.of(State.HELD_BACK, State.ANNOUNCED),
                open().stream().map(AnnouncementInfo::state).toList());
        assertEquals(2, bench.events().status().extracts());
    }

    @Test
    void what_the_dataset_cannot_have_is_counted_and_changes_nothing() throws Exception {
        announce(NOON, "\"path\": \"elsewhere/a.txt\"");
        announce(NOON, "\"partition\": \"site=north\"");
        announce(NOON, "\"path\": \"%s\", \"partition\": \"site=south/date=2026-01-05\"".formatted(FILE));
        announce(NOON, "\"size\": 3");
        bench.settle();

        assertEquals(4, counts().unusable());
        assertEquals(List.of(), open());
    }

    @Test
    void what_comes_without_an_event_is_counted_by_the_next_full_scan_and_no_more_when_the_event_comes_late()
            throws Exception {
        bench.put("south/2026-01-05/before.csv", "x");
        announce(NOON, "\"path\": \"%s\"".formatted(FILE));
        bench.put(FILE, "a");
        bench.reconcile();
        assertEquals(0, counts().withoutEvent(), "counting begins with the first event");

        bench.put("north/2026-01-05/b.csv", "b");
        bench.reconcile();
        bench.reconcile();
        assertEquals(1, counts().withoutEvent());

        announce(NOON, "\"path\": \"north/2026-01-05/b.csv\"");
        bench.settle();
        assertEquals(0, counts().withoutEvent());
        assertEquals(1, counts().late());
    }

    private void announce(Instant at, String data) throws Exception {
        bench.announce(WatchBench.extract("e" + events++, at, data), false);
    }

    private Fingerprint told(PartitionKey partition) throws Exception {
        return bench.outbox.told().get(partition).files().getFirst().content();
    }

    private List<AnnouncementInfo> open() {
        return bench.events().announcements(WatchBench.RAW, 100);
    }

    private EventStatus.OfDataset counts() {
        return bench.events().status().datasets().getFirst();
    }

    private Optional<FileProblem> problem(Kind kind) {
        return bench.reports.getLast().problems().stream()
                .filter(problem -> problem.kind() == kind)
                .findFirst();
    }
}
