package io.freshet.launcher.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.PodTemplate;
import io.freshet.launcher.kubernetes.BatchMembers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");

    private final BatchAssembler forming = new BatchAssembler();
    private final BatchMembers members = new BatchMembers(Path.of("/var/lib/freshet"));

    @Test
    void is_full_at_once_when_as_many_are_there_as_may() {
        BatchMember one = member();
        BatchMember two = member();
        BatchMember three = member();

        assertEquals(Optional.empty(), forming.add(one, NOW));
        assertEquals(Optional.empty(), forming.add(two, NOW));
        assertEquals(Optional.of(List.of(one, two, three)), forming.add(three, NOW));
        assertEquals(Optional.empty(), forming.add(member(), NOW));
    }

    @Test
    void goes_on_without_more_when_none_has_come_for_a_while() {
        BatchMember one = member();
        BatchMember two = member();
        forming.add(one, NOW);
        forming.add(two, NOW.plusMillis(150));

        assertEquals(List.of(), forming.due(NOW.plusMillis(349)));
        assertEquals(List.of(List.of(one, two)), forming.due(NOW.plusMillis(350)));
        assertEquals(List.of(), forming.due(NOW.plusSeconds(9)));
    }

    @Test
    void lets_the_first_not_wait_for_ever() {
        members.max = 100;
        Duration waited = Duration.ZERO;
        for (; waited.compareTo(BatchAssembler.LONGEST) < 0; waited = waited.plusMillis(100)) {
            assertEquals(List.of(), forming.due(NOW.plus(waited)));
            forming.add(member(), NOW.plus(waited));
        }

        assertEquals(20, forming.due(NOW.plus(waited)).getFirst().size());
    }

    @Test
    void lets_nobody_wait_that_was_taken_back() {
        BatchMember one = member();
        BatchMember two = member();
        forming.add(one, NOW);
        forming.add(two, NOW);

        assertEquals(Optional.of(one), forming.remove(one.attempt()));
        assertEquals(Optional.empty(), forming.remove(one.attempt()));

        assertEquals(List.of(List.of(two)), forming.due(NOW.plusSeconds(1)));
    }

    @Test
    void keeps_apart_what_may_not_share_a_pod() {
        BatchKey key = BatchKey.of(member());

        assertEquals(key, BatchKey.of(member()));
        assertEquals(key, BatchKey.of(members.unbuilt("copy", List.of("other"), Map.of("A", "b"))));
        assertNotEquals(key, BatchKey.of(members.unbuilt("other", List.of("true"), Map.of())));
        members.version = 2;
        assertNotEquals(key, BatchKey.of(member()));
        members.version = 1;
        members.template = new PodTemplate(Map.of("nodeSelector", Map.of("disk", "fast")));
        assertNotEquals(key, BatchKey.of(member()));
    }

    @Test
    void makes_no_pod_larger_than_an_api_server_takes() {
        members.max = 1_000;

        assertEquals(BatchKey.MOST, BatchKey.of(member()).max());
    }

    @Test
    void names_a_pod_by_its_attempts() {
        BatchMember one = member();
        BatchMember two = member();

        String name = BatchPods.name(List.of(one, two));

        assertEquals(name, BatchPods.name(List.of(one, two)));
        assertNotEquals(name, BatchPods.name(List.of(two, one)));
        String longest = BatchPods.name(List.of(members.unbuilt("x".repeat(60), List.of("true"), Map.of())));
        assertTrue(longest.length() <= 63 && longest.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"), longest);
    }

    private BatchMember member() {
        return members.unbuilt("copy", List.of("true"), Map.of());
    }
}
