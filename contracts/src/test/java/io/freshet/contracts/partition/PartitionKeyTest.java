package io.freshet.contracts.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionKeyTest {
    @Test
    void is_written_with_its_values_encoded() {
        PartitionKey key = PartitionKey.of("source", "St. Mary/ü=%", "hour", "2026-01-05T13");

        assertEquals("source=St. Mary%2F%C3%BC%3D%25/hour=2026-01-05T13", key.toString());
        assertEquals(key, PartitionKey.parse(key.toString()));
    }

    @Test
    void the_key_without_dimensions_is_empty() {
        assertEquals("", PartitionKey.NONE.toString());
        assertEquals(PartitionKey.NONE, PartitionKey.parse(""));
        assertTrue(PartitionKey.NONE.isNone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=x", "a=1/", "/a=1", "a=1//b=2", "a=1/a=2", "a=%", "a=%4", "a=%zz"})
    void refuses_what_is_no_key(String text) {
        assertThrows(IllegalArgumentException.class, () -> PartitionKey.parse(text));
    }

    @Test
    void refuses_a_dimension_twice_however_it_is_made() {
        assertThrows(IllegalArgumentException.class, () -> PartitionKey.of("a", "1", "a", "2"));
        assertThrows(IllegalArgumentException.class, () -> PartitionKey.of("a"));
        assertThrows(IllegalArgumentException.class, () -> PartitionKey.of("a=b", "1"));
    }

    @Test
    void projects_times_to_coarser_ones() {
        PartitionKey key = PartitionKey.parse("source=north/date=2026-01-05");

        PartitionKey monthly = key.project(List.of(Dimension.time("date", Granularity.MONTH)));

        assertEquals("date=2026-01", monthly.toString());
        assertThrows(
                IllegalArgumentException.class, () -> key.project(List.of(Dimension.time("date", Granularity.HOUR))));
        assertThrows(IllegalArgumentException.class, () -> key.project(List.of(Dimension.string("other"))));
    }

    @ParameterizedTest
    @CsvSource({
        "YEAR, 2026, true",
        "YEAR, 20260, false",
        "YEAR, abcd, false",
        "YEAR, -026, false",
        "MONTH, 2026-12, true",
        "MONTH, 2026-13, false",
        "MONTH, 2026-1x, false",
        "DAY, 2024-02-29, true",
        "DAY, 2026-02-29, false",
        "DAY, 2026-02-30, false",
        "HOUR, 2026-01-05T23, true",
        "HOUR, 2026-01-05T24, false",
        "HOUR, 2026-01-05 23, false"
    })
    void knows_real_times(Granularity granularity, String value, boolean valid) {
        assertEquals(valid, granularity.isValid(value));
    }

    @Test
    void a_finer_time_determines_a_coarser_one_of_the_same_name() {
        Dimension day = Dimension.time("date", Granularity.DAY);
        Dimension month = Dimension.time("date", Granularity.MONTH);

        assertTrue(month.isDeterminedBy(day));
        assertTrue(month.isDeterminedBy(month));
        assertEquals(false, day.isDeterminedBy(month));
        assertEquals(false, day.isDeterminedBy(Dimension.string("date")));
        assertEquals(false, day.isDeterminedBy(Dimension.time("other", Granularity.HOUR)));
    }
}
