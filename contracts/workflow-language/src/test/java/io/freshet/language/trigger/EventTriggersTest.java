package io.freshet.language.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers.Match;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTriggersTest {
    private static final String DATA =
            "{\"date\": \"2026-01-05\", \"rows\": 12, \"share\": 0.5, \"whole\": 3.0, \"final\": true, \"files\": [\"a\"], \"of\": {\"site\": \"north\"}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "data.date | 2026-01-05",
                "data.rows | 12",
                "data.rows + 1 | 13",
                "data.share | 0.5",
                "data.whole | 3",
                "data.final | true",
                "data.of.site | north",
                "event.source + '/' + event.id | /lab/e1",
                "event.region | west",
                "'always' | always",
                "has(data.other) ? data.other : 'none' | none"
            })
    void a_value_is_what_its_expression_makes_of_the_event(String expression, String expected) {
        assertEquals(
                new Match.Yes(Map.of("date", expected), Map.of("p", expected), null),
                match(null, Map.of("date", expression), Map.of("p", expression), DATA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "data.rows > 10 | true",
                "data.rows > 100 | false",
                "event.subject == 'claims' && data.final | true",
                "event.source.startsWith('/other') | false"
            })
    void only_events_for_which_the_filter_is_true_are_meant(String filter, boolean meant) {
        assertEquals(
                meant ? new Match.Yes(Map.of(), Map.of(), null) : new Match.No(),
                match(filter, Map.of(), Map.of(), DATA));
    }

    @Test
    void events_of_another_type_are_none_of_its_business_whatever_they_have() {
        EventTriggerSpec trigger = new EventTriggerSpec(
                "t",
                "org.example.other",
                "data.none",
                "data.none",
                new EventTriggerSpec.RunTemplate(
                        List.of(), Map.of("date", "data.none"), Map.of(), PartitionOrder.NEWEST_FIRST),
                PaceSpec.AT_ONCE);

        assertEquals(new Match.No(), EventTriggers.match(trigger, event(DATA)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "data.none | none",
                "data.files | no text",
                "data.of | no text",
                "data.rows / 0 | by zero",
                "event.none | none"
            })
    void what_is_not_there_is_said_with_the_key_that_speaks_of_it(String expression, String hint) {
        Match.Fails fails = assertInstanceOf(
                Match.Fails.class, match(null, Map.of("date", expression), Map.of("p", expression), DATA));

        assertTrue(fails.message().startsWith("where.date: "), fails.message());
        assertTrue(fails.message().contains("; params.p: "), fails.message());
        assertTrue(fails.message().contains(hint), fails.message());
        assertTrue(assertInstanceOf(Match.Fails.class, match(expression + " == 1", Map.of(), Map.of(), "[]"))
                .message()
                .startsWith("filter: "));
    }

    @Test
    void what_it_is_known_by_is_said_and_is_missed_where_it_is_not_there() {
        assertEquals(
                new Match.Yes(Map.of(), Map.of(), "north/12"),
                match(null, "data.of.site + '/' + string(data.rows)", Map.of(), Map.of(), DATA));
        assertTrue(assertInstanceOf(Match.Fails.class, match(null, "data.none", Map.of(), Map.of(), DATA))
                .message()
                .startsWith("deduplicate: "));
    }

    private static Match match(String filter, Map<String, String> where, Map<String, String> params, String data) {
        return match(filter, null, where, params, data);
    }

    private static Match match(
            String filter, String deduplicate, Map<String, String> where, Map<String, String> params, String data) {
        return EventTriggers.match(
                new EventTriggerSpec(
                        "t",
                        "org.example.arrived",
                        filter,
                        deduplicate,
                        new EventTriggerSpec.RunTemplate(List.of(), where, params, PartitionOrder.NEWEST_FIRST),
                        PaceSpec.AT_ONCE),
                event(data));
    }

    private static UpstreamEvent event(String data) {
        Map<String, String> attributes = new TreeMap<>(Map.of(
                "specversion", "1.0",
                "id", "e1",
                "source", "/lab",
                "type", "org.example.arrived",
                "subject", "claims",
                "region", "west"));
        return ((Checked.Valid<UpstreamEvent>) UpstreamEvent.binary(attributes, data.getBytes(StandardCharsets.UTF_8)))
                .value();
    }
}
