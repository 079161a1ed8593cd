package io.freshet.planner.store.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.InstanceState;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.ActionHistory;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Phase;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.instance.Waits;
import io.freshet.planner.domain.state.Edge;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceCodecTest {
    private static final int STORIES = 2_000;
    private final Random random = new Random(7);

    @Test
    void every_instance_is_read_as_it_was_written() {
        for (int i = 0; i < STORIES; i++) {
            Instance instance = instance();

            assertEquals(instance, Codecs.INSTANCE.read(Codecs.INSTANCE.write(instance)));
        }
    }

    private Instance instance() {
        return new Instance(
                phase(),
                new Waits(random.nextInt(1 << random.nextInt(31)), random.nextInt(3)),
                new DirtyFlags(random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean()),
                new ActionHistory(random.nextLong(), fingerprint(), fingerprint(), random.nextBoolean()),
                random.nextBoolean() ? "" : "copy|site=ä|1|2");
    }

    private Phase phase() {
        return switch (random.nextInt(3)) {
            case 0 -> new Phase.Settled(any(InstanceState.values()));
            case 1 -> new Phase.Unsettled(any(Accepted.values()));
            default ->
                new Phase.InFlight(
                        new Attempt(
                                random.nextInt(Integer.MAX_VALUE),
                                random.nextInt(100),
                                random.nextInt(100),
                                random.nextInt(4),
                                random.nextBoolean(),
                                random.nextBoolean()),
                        any(Accepted.values()));
        };
    }

    private Fingerprint fingerprint() {
        return any(new Fingerprint[] {null, Sha256.of("a"), Sha256.of("b")});
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void an_instance_that_has_succeeded_takes_few_bytes() {
        Fingerprint key = Sha256.of("key");
        Instance succeeded = new Instance(
                new Phase.Settled(InstanceState.SUCCEEDED),
                new Waits(0, 0),
                new DirtyFlags(false, false, false, false),
                new ActionHistory(1_767_592_800_007L, key, key, true),
                "");

        byte[] row = Codecs.INSTANCE.write(succeeded);

        assertTrue(row.length <= 50, () -> row.length + " bytes");
    }

    /** Rows outlive the release that wrote them: what changes these bytes needs another format number. */
    @Test
    void rows_are_written_as_they_were() {
        String hash = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

        assertEquals("020002", hex(Codecs.EDGE.write(new Edge(null, Upstream.BAD))));
        assertEquals(
                "0201" + hash + "04d00f", hex(Codecs.VERSION.write(new PartitionVersion(Sha256.of("a"), 2, 1_000))));
        assertEquals(
                "02000700000180b4c4c3210301" + hash,
                hex(Codecs.INSTANCE.write(new Instance(
                        new Phase.Settled(InstanceState.SUCCEEDED),
                        new Waits(0, 0),
                        new DirtyFlags(true, false, false, false),
                        new ActionHistory(4_500_000_000L, Sha256.of("a"), Sha256.of("a"), true),
                        ""))));
    }

    /** They are written by their places. */
    @Test
    void constants_keep_their_places() {
        assertEquals(
                List.of("PENDING", "WAITING", "SKIPPED", "READY", "ADMITTED", "RUNNING", "RETRYING", "SUCCEEDED"),
                names(InstanceState.values()).subList(0, 8));
        assertEquals(
                List.of("FAILED", "BLOCKED", "CANCELLED"),
                names(InstanceState.values()).subList(8, 11));
        assertEquals(List.of("NOTHING", "EXECUTED", "CACHED"), names(Accepted.values()));
        assertEquals(List.of("SETTLED", "UNSETTLED", "BAD"), names(Upstream.values()));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "0203", "02000b", "020107", "0202ffffffffff7f"})
    void a_row_that_is_none_is_refused(String hex) {
        assertThrows(
                UncheckedIOException.class,
                () -> Codecs.INSTANCE.read(HexFormat.of().parseHex(hex)));
    }

    @Test
    void a_row_of_another_release_is_named() {
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> Codecs.INSTANCE.read(HexFormat.of().parseHex("0100")));

        assertTrue(refused.getMessage().contains("format 1, this release reads 2"), refused::getMessage);
    }

    private static String hex(byte[] row) {
        return HexFormat.of().formatHex(row);
    }
}
