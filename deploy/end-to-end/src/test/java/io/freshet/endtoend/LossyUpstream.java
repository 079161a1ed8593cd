package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.Upstream.Extract;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fixture ER twice: once each file is announced by an event, and once of the events a fifth is dropped, a fifth doubled, a fifth in another
 * order, also before its file, and a twentieth an hour late, which is after all the others, while the watcher is killed. After one
 * reconciliation, for which the watcher starts anew, every fingerprint is the same; and what came without an event is what was dropped.
 *
 * <p>{@code -Dfreshet.lossy.days=N} says of how many dates, four or more, of three files each; of every third file there is a correction.
 */
abstract class LossyUpstream {
    private static final Duration LIMIT = PartsKilledAloneIT.LIMIT;
    private static final int DAYS = Integer.getInteger("freshet.lossy.days", 4);
    private static final int FARTHEST = 4;

    private final Installation installation = PartsKilledAloneIT.installation();
    private final Random random = new Random(PartsKilledAloneIT.SEED);
    private final Upstream calm = new Upstream(installation, "calm", DAYS);
    private final Upstream lossy = new Upstream(installation, "lossy", DAYS);
    private final List<String> late = new ArrayList<>();
    private TopicReader<String, FileChanges> log;
    private int announced;
    private int dropped;

    /** What becomes of the events of some extracts, by their places among these. */
    private record Fate(Set<Integer> dropped, Set<Integer> doubled, Set<Integer> moved, Set<Integer> late) {
        static Fate of(int events, Random random) {
            List<Integer> all =
                    new ArrayList<>(IntStream.range(0, events).boxed().toList());
            Collections.shuffle(all, random);
            int fifth = Math.max(1, events / 5);
            int twentieth = Math.max(1, events / 20);
            return new Fate(
                    new HashSet<>(all.subList(0, fifth)),
                    new HashSet<>(all.subList(fifth, 2 * fifth)),
                    new HashSet<>(all.subList(2 * fifth, 3 * fifth)),
                    new HashSet<>(all.subList(3 * fifth, 3 * fifth + twentieth)));
        }
    }

    @BeforeEach
    void open() {
        log = new TopicReader<>(
                installation.kafka(),
                new StringDeserializer(),
                new EventDeserializer<>(FileChanges.class),
                Topics.FILE_CHANGES);
    }

    @AfterEach
    void close() {
        log.close();
        calm.close();
        lossy.close();
    }

    @Test
    void a_reconciliation_makes_up_for_every_event_that_was_lost() throws Exception {
        List<Extract> first = calm.all();
        List<Extract> corrections = IntStream.iterate(0, place -> place < first.size(), place -> place + 3)
                .mapToObj(place -> new Extract(
                        first.size() + place,
                        first.get(place).date(),
                        first.get(place).site(),
                        "7\n"))
                .toList();
        calm.deploy();
        lossy.deploy();
        playCalm(first);
        lossy.deliver(first.getFirst());
        lossy.send(List.of(lossy.event(first.getFirst())));
        awaitTaken(1);
        // What comes without an event is counted from the first full scan after the first event on.
        installation.kill(Part.WATCHER);

        playLossy(first.subList(1, first.size()));
        reconcile();
        playCalm(corrections);
        playLossy(corrections);
        reconcile();

        Eventually.eventually(
                LIMIT, () -> assertEquals(dropped + late.size(), lossy.status().withoutEvent()));
        lossy.send(late);
        int events = first.size() + corrections.size();
        awaitTaken(events - dropped);
        Eventually.eventually(
                LIMIT, () -> assertEquals(dropped, lossy.status().withoutEvent(), "repairs are what was dropped"));
        assertEquals(0, lossy.status().waiting());
        assertEquals(0, calm.status().withoutEvent());
        requireEqualResults();
    }

    /** Each file with its event, nothing lost, nothing killed. */
    private void playCalm(List<Extract> extracts) throws Exception {
        List<String> events = new ArrayList<>();
        for (Extract extract : extracts) {
            calm.deliver(extract);
            events.add(calm.event(extract));
        }
        calm.send(events);
        announced += events.size();
        Eventually.eventually(LIMIT, () -> assertEquals(announced, calm.status().arrived()));
    }

    private void playLossy(List<Extract> extracts) throws Exception {
        Fate fate = Fate.of(extracts.size(), random);
        dropped += fate.dropped().size();
        Map<Integer, List<String>> arriving = new TreeMap<>();
        for (int place = 0; place < extracts.size(); place++) {
            String event = lossy.event(extracts.get(place));
            if (fate.late().contains(place)) {
                late.add(event);
            } else if (!fate.dropped().contains(place)) {
                add(arriving, fate.moved().contains(place) ? place + away() : place, event);
                if (fate.doubled().contains(place)) {
                    add(arriving, place + random.nextInt(FARTHEST), event);
                }
            }
        }
        Set<Integer> kills = new HashSet<>();
        for (int kill = 1; kill < PartsKilledAloneIT.ROUNDS; kill++) {
            kills.add(random.nextInt(extracts.size()));
        }
        for (int place = -FARTHEST; place <= extracts.size() + FARTHEST; place++) {
            if (place >= 0 && place < extracts.size()) {
                lossy.deliver(extracts.get(place));
            }
            List<String> now = arriving.getOrDefault(place, List.of());
            if (!now.isEmpty()) {
                lossy.send(now);
            }
            if (kills.contains(place)) {
                installation.kill(Part.WATCHER);
            }
        }
    }

    private static void add(Map<Integer, List<String>> arriving, int place, String event) {
        arriving.computeIfAbsent(place, _ -> new ArrayList<>()).add(event);
    }

    /** Some places earlier or later. */
    private int away() {
        int places = 1 + random.nextInt(FARTHEST);
        return random.nextBoolean() ? places : -places;
    }

    /** The watcher is killed, at whatever it is, and looks at everything once when it starts. */
    private void reconcile() throws Exception {
        installation.kill(Part.WATCHER);
        installation.awaitReady(Part.WATCHER);
        Eventually.eventually(LIMIT, () -> assertEquals(raw(calm), raw(lossy)));
    }

    private void awaitTaken(int events) {
        Eventually.eventually(LIMIT, () -> assertEquals(events, lossy.status().events(), "each counts once"));
    }

    private void requireEqualResults() throws Exception {
        for (Upstream each : List.of(calm, lossy)) {
            installation.awaitSettled(new WorkflowRef(each.namespace(), "er"), LIMIT);
        }
        Eventually.eventually(LIMIT, () -> assertEquals(Trees.texts(calm.directory()), Trees.texts(lossy.directory())));
        assertEquals(fingerprints(calm), fingerprints(lossy));
    }

    private Map<String, Fingerprint> raw(Upstream upstream) {
        Map<String, Fingerprint> raw = fingerprints(upstream);
        raw.keySet().removeIf(place -> !place.startsWith("raw-er/"));
        return raw;
    }

    /** What the log says last of each partition of a namespace. */
    private Map<String, Fingerprint> fingerprints(Upstream upstream) {
        Map<String, Fingerprint> fingerprints = new TreeMap<>();
        log.toEnd(LIMIT).stream()
                .map(ConsumerRecord::value)
                .filter(changes -> changes.dataset().namespace().equals(upstream.namespace()))
                .forEach(changes -> changes.changes().forEach(change -> {
                    PartitionVersion after = change.after();
                    String place = changes.dataset().dataset() + "/" + change.partition();
                    if (after == null) {
                        fingerprints.remove(place);
                    } else {
                        fingerprints.put(place, after.fingerprint());
                    }
                }));
        return fingerprints;
    }
}
