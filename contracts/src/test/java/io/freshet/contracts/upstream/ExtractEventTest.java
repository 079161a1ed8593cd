package io.freshet.contracts.upstream;

import static io.freshet.contracts.upstream.UpstreamEventTest.fields;
import static io.freshet.contracts.upstream.UpstreamEventTest.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractEventTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final PartitionKey NORTH = PartitionKey.of("source", "north", "date", "2026-01-05");

    @Test
    void names_the_extract_with_all_that_is_known_of_it() {
        ExtractEvent read = valid(ours("""
                {"namespace": "prod", "dataset": "extracts", "partition": "source=north/date=2026-01-05",
                 "path": "north/2026-01-05/a.csv", "size": 12, "sha256": "%s", "rows": 3}""".formatted(SHA256.toUpperCase(java.util.Locale.ROOT))));

        assertEquals(
                new ExtractEvent(
                        new DatasetRef("prod", "extracts"),
                        NORTH,
                        RelativePath.parse("north/2026-01-05/a.csv"),
                        12L,
                        Fingerprint.parse(SHA256)),
                read);
    }

    @Test
    void a_partition_may_be_an_object_and_everything_but_the_dataset_may_be_left_out() {
        assertEquals(NORTH, valid(ours("""
                {"namespace": "prod", "dataset": "extracts", "partition": {"source": "north", "date": "2026-01-05"}}""")).partition());
        assertEquals(new ExtractEvent(new DatasetRef("prod", "codes"), null, null, null, null), valid(ours("""
                        {"namespace": "prod", "dataset": "codes", "path": null}""")));
    }

    @Test
    void an_event_of_another_type_announces_an_extract_only_if_it_says_all_of_its_place() {
        assertTrue(other("""
                {"namespace": "prod", "dataset": "extracts", "partition": "date=2026-01-05"}""").isPresent());
        assertEquals(Optional.empty(), other("""
                {"namespace": "prod", "dataset": "extracts"}"""));
        assertEquals(Optional.empty(), other("""
                {"namespace": "Not a name", "dataset": "extracts", "partition": "x"}"""));
        assertEquals(Optional.empty(), other("[1]"));
        assertEquals(Optional.empty(), other("no JSON"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.namespace | {'dataset': 'd'}",
                "data.dataset | {'namespace': 'n', 'dataset': 7}",
                "data.dataset | {'namespace': 'n', 'dataset': 'No Name'}",
                "data.partition | {'namespace': 'n', 'dataset': 'd', 'partition': 'north'}",
                "data.partition | {'namespace': 'n', 'dataset': 'd', 'partition': 5}",
                "data.partition.a | {'namespace': 'n', 'dataset': 'd', 'partition': {'a': 1.5}}",
                "data.path | {'namespace': 'n', 'dataset': 'd', 'path': '../x'}",
                "data.path | {'namespace': 'n', 'dataset': 'd', 'path': '/x'}",
                "data.size | {'namespace': 'n', 'dataset': 'd', 'size': -1}",
                "data.size | {'namespace': 'n', 'dataset': 'd', 'size': '1'}",
                "data.sha256 | {'namespace': 'n', 'dataset': 'd', 'sha256': 'abc'}",
            })
    void what_is_wrong_is_named(String field, String data) {
        assertEquals(List.of(field), fields(ours(data.replace('\'', '"'))));
    }

    @Test
    void all_that_is_wrong_is_reported_at_once() {
        assertEquals(List.of("data.dataset", "data.namespace", "data.path", "data.size"), fields(ours("""
                {"path": "a//b", "size": 1.5}""")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "7", "[]", "{", "{} {}"})
    void one_of_our_type_must_have_an_object(String data) {
        assertEquals(List.of("data"), fields(ours(data)));
    }

    @Test
    void paths_and_partitions_have_bounds() {
        String path = "x".repeat(ExtractEvent.MAX_PATH);
        valid(ours("""
                {"namespace": "n", "dataset": "d", "path": "%s"}""".formatted(path)));
        assertEquals(List.of("data.path"), fields(ours("""
                {"namespace": "n", "dataset": "d", "path": "%sx"}""".formatted(path))));
        assertEquals(List.of("data.partition"), fields(ours("""
                {"namespace": "n", "dataset": "d", "partition": "a=%s"}""".formatted("x".repeat(PartitionKey.MAX_CHARACTERS)))));
    }

    private static Checked<ExtractEvent> ours(String data) {
        return ExtractEvent.of(event(ExtractEvent.TYPE, data)).orElseThrow();
    }

    private static Optional<Checked<ExtractEvent>> other(String data) {
        return ExtractEvent.of(event("org.example.arrived", data));
    }

    private static UpstreamEvent event(String type, String data) {
        return valid(UpstreamEvent.binary(
                Map.of("specversion", "1.0", "id", "1", "source", "urn:lab", "type", type),
                data.getBytes(StandardCharsets.UTF_8)));
    }
}
