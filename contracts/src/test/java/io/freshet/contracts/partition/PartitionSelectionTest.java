package io.freshet.contracts.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionSelectionTest {
    private static final Dimension DAY = Dimension.time("date", Granularity.DAY);
    private static final Dimension MONTH = Dimension.time("date", Granularity.MONTH);
    private static final Dimension SITE = Dimension.string("site");
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 800;

    /** Against calendar arithmetic: a bound is the interval of days that it names. */
    @Test
    void a_range_has_the_days_and_months_of_which_a_part_is_between_its_bounds() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            String from = bound(random);
            String to = bound(random);
            ValueRange range = new ValueRange(from, to);
            LocalDate day = FIRST.plusDays(random.nextInt(DAYS));
            LocalDate since = from == null ? LocalDate.MIN : start(from);
            LocalDate until = to == null ? LocalDate.MAX : end(to);
            assertEquals(
                    !day.isBefore(since) && !day.isAfter(until),
                    range.includes(DAY, day.toString()),
                    () -> day + " in " + range);
            YearMonth month = YearMonth.from(day);
            assertEquals(
                    !month.atEndOfMonth().isBefore(since) && !month.atDay(1).isAfter(until),
                    range.includes(MONTH, month.toString()),
                    () -> month + " in " + range);
        }
    }

    @Test
    void names_the_partitions_between_its_bounds_one_by_one() {
        PartitionSelection selection = new PartitionSelection(
                Map.of("site", "north"),
                Map.of("date", List.of(new ValueRange("2026-02-27", "2026-03"), ValueRange.of("2026-05-01"))));

        List<PartitionKey> named = selection.named(List.of(DAY, SITE), 100).orElseThrow();

        assertEquals(2 + 31 + 1, named.size());
        assertEquals(PartitionKey.of("date", "2026-02-27", "site", "north"), named.getFirst());
        assertEquals(PartitionKey.of("date", "2026-05-01", "site", "north"), named.getLast());
        named.forEach(key -> assertTrue(selection.includes(List.of(DAY, SITE), key)));
        assertEquals(Optional.empty(), selection.named(List.of(DAY, SITE), 33), "there are more");
        assertFalse(selection.isNaming(List.of(DAY)), "another dimension is named");
        assertFalse(
                new PartitionSelection(Map.of(), Map.of("date", List.of(new ValueRange("2026-02-27", null))))
                        .isNaming(List.of(DAY)),
                "it has no end");
    }

    @Test
    void chooses_by_text_where_the_dimension_is_no_time() {
        PartitionSelection selection =
                new PartitionSelection(Map.of(), Map.of("site", List.of(new ValueRange("b", "d"))));

        assertEquals(
                List.of("b", "bb", "c", "d"),
                Stream.of("a", "b", "bb", "c", "d", "da")
                        .filter(site -> selection.includes(List.of(SITE), PartitionKey.of("site", site)))
                        .toList());
        assertFalse(selection.includes(List.of(DAY), PartitionKey.of("date", "2026-01-05")), "it has no site");
        assertFalse(selection.isNaming(List.of(SITE)), "nobody knows what is between");
    }

    @Test
    void says_why_a_range_is_none() {
        assertEquals(Optional.empty(), new ValueRange("2026-01", "2026-01-05").objection(DAY));
        assertEquals(
                Optional.of("the range of dimension 'date' ends at '2026-01-05', before it begins at '2026-02'"),
                new ValueRange("2026-02", "2026-01-05").objection(DAY));
        assertTrue(
                new ValueRange("yesterday", null).objection(DAY).orElseThrow().contains("write it as 2026-01-31"));
        assertEquals(
                List.of("2026-01", "since 2026-01", "until 2026-02", "2026-01 to 2026-02"),
                Stream.of(
                                ValueRange.of("2026-01"),
                                new ValueRange("2026-01", null),
                                new ValueRange(null, "2026-02"),
                                new ValueRange("2026-01", "2026-02"))
                        .map(ValueRange::toString)
                        .toList());
    }

    private static @Nullable String bound(Random random) {
        LocalDate day = FIRST.plusDays(random.nextInt(DAYS));
        List<@Nullable String> bounds = new ArrayList<>();
        bounds.add(null);
        bounds.add(day.toString());
        bounds.add(YearMonth.from(day).toString());
        bounds.add(Integer.toString(day.getYear()));
        return bounds.get(random.nextInt(bounds.size()));
    }

    private static LocalDate start(String bound) {
        return switch (bound.length()) {
            case 4 -> LocalDate.of(Integer.parseInt(bound), 1, 1);
            case 7 -> YearMonth.parse(bound).atDay(1);
            default -> LocalDate.parse(bound);
        };
    }

    private static LocalDate end(String bound) {
        return switch (bound.length()) {
            case 4 -> LocalDate.of(Integer.parseInt(bound), 12, 31);
            case 7 -> YearMonth.parse(bound).atEndOfMonth();
            default -> LocalDate.parse(bound);
        };
    }
}
