package io.freshet.planner.domain;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What an instance reads, said once more, as simply as can be: every partition is compared with every instance. */
final class NaiveJoin {
    private NaiveJoin() {}

    /**
     * Whether values of dimensions with the same name agree, as precisely as the coarser one has them; where the input has a window or
     * an offset, whether their distance is within it.
     */
    static boolean joins(
            InputSpec input,
            PartitionKey instance,
            PartitionKey partition,
            List<Dimension> mine,
            List<Dimension> theirs) {
        for (Dimension one : mine) {
            for (Dimension other : theirs) {
                if (one.name().equals(other.name())) {
                    String left = instance.value(one.name()).orElseThrow();
                    String right = partition.value(one.name()).orElseThrow();
                    boolean agree = one.isTime() ? reaches(input, one, left, other, right) : left.equals(right);
                    if (!agree) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean reaches(InputSpec input, Dimension one, String left, Dimension other, String right) {
        Granularity coarser =
                one.granularity().isCoarserThan(other.granularity()) ? one.granularity() : other.granularity();
        ChronoUnit unit = switch (coarser) {
            case YEAR -> ChronoUnit.YEARS;
            case MONTH -> ChronoUnit.MONTHS;
            case DAY -> ChronoUnit.DAYS;
            case HOUR -> ChronoUnit.HOURS;
        };
        long later = unit.between(coarser.start(coarser.truncate(left)), coarser.start(coarser.truncate(right)));
        int latest = input.offset().getOrDefault(one.name(), 0);
        int count = input.window().getOrDefault(one.name(), 1);
        return later <= latest && later > latest - count;
    }

    /**
     * Whether what was found is what the input demands when every deadline has passed.
     *
     * @param latest what would have been found without a window
     */
    static boolean isEnough(InputSpec input, Collection<PartitionKey> found, Collection<PartitionKey> latest) {
        if (found.isEmpty()) {
            return input.optional();
        }
        if (input.deadline() != null) {
            return true;
        }
        if (latest.isEmpty() && !input.optional()) {
            return false;
        }
        if (input.minimum() != null && found.size() < input.minimum()) {
            return false;
        }
        List<List<Map.Entry<String, String>>> wanted = new ArrayList<>(List.of(List.of()));
        input.expect().forEach((dimension, values) -> {
            List<List<Map.Entry<String, String>>> longer = new ArrayList<>();
            for (List<Map.Entry<String, String>> prefix : wanted) {
                for (String value : values) {
                    List<Map.Entry<String, String>> extended = new ArrayList<>(prefix);
                    extended.add(Map.entry(dimension, value));
                    longer.add(extended);
                }
            }
            wanted.clear();
            wanted.addAll(longer);
        });
        return wanted.stream()
                .allMatch(combination -> found.stream()
                        .anyMatch(partition -> combination.stream()
                                .allMatch(value -> partition
                                        .value(value.getKey())
                                        .orElseThrow()
                                        .equals(value.getValue()))));
    }
}
