package io.freshet.contracts.partition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.TreeMap;

/**
 * Chooses partitions by the values of their dimensions. A partition without a dimension that is named is not chosen. Immutable.
 *
 * @param where by dimension, the value; of a time its beginning is enough
 * @param ranges by dimension, where the value is: in one of these
 */
public record PartitionSelection(Map<String, String> where, Map<String, List<ValueRange>> ranges) {
    /** All of them. */
    public static final PartitionSelection ALL = new PartitionSelection(Map.of(), Map.of());

    public PartitionSelection {
        // Sorted: the text of an event that has them, and so its id, must not depend on the JVM.
        where = Collections.unmodifiableMap(new TreeMap<>(where));
        TreeMap<String, List<ValueRange>> copy = new TreeMap<>();
        ranges.forEach((dimension, values) -> copy.put(dimension, List.copyOf(values)));
        ranges = Collections.unmodifiableMap(copy);
    }

    /** Those with these values. */
    public static PartitionSelection where(Map<String, String> where) {
        return new PartitionSelection(where, Map.of());
    }

    /**
     * Whether it chooses a partition.
     *
     * @param dimensions of the partition
     */
    public boolean includes(List<Dimension> dimensions, PartitionKey partition) {
        return where.entrySet().stream()
                        .allMatch(wanted -> value(dimensions, partition, wanted.getKey())
                                .filter(found -> found.isAt(wanted.getValue()))
                                .isPresent())
                && ranges.entrySet().stream()
                        .allMatch(wanted -> value(dimensions, partition, wanted.getKey())
                                .filter(found -> found.isIn(wanted.getValue()))
                                .isPresent());
    }

    private record Found(Dimension dimension, String value) {
        boolean isAt(String wanted) {
            return dimension.isTime() ? value.startsWith(wanted) : value.equals(wanted);
        }

        boolean isIn(List<ValueRange> ranges) {
            return ranges.stream().anyMatch(range -> range.includes(dimension, value));
        }
    }

    private static Optional<Found> value(List<Dimension> dimensions, PartitionKey partition, String name) {
        Dimension dimension = dimensions.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(Dimension.string(name));
        return partition.value(name).map(value -> new Found(dimension, value));
    }

    /** Whether it names partitions one by one: it gives a value, or ranges with both ends, for each of the dimensions, and names no other. */
    public boolean isNaming(List<Dimension> dimensions) {
        return where.size() + ranges.size() == dimensions.size()
                && dimensions.stream().allMatch(this::isNaming);
    }

    private boolean isNaming(Dimension dimension) {
        String wanted = where.get(dimension.name());
        if (wanted != null) {
            return dimension
                    .time()
                    .map(granularity -> granularity.isValid(wanted))
                    .orElseGet(() -> dimension.objection(wanted).isEmpty());
        }
        List<ValueRange> wantedRanges = ranges.getOrDefault(dimension.name(), List.of());
        return !wantedRanges.isEmpty() && wantedRanges.stream().allMatch(range -> isNaming(dimension, range));
    }

    private static boolean isNaming(Dimension dimension, ValueRange range) {
        String from = range.from();
        return from != null
                && range.to() != null
                && range.objection(dimension).isEmpty()
                && (dimension.isTime() || from.equals(range.to()));
    }

    /**
     * The partitions that it {@link #isNaming names one by one}.
     *
     * @param most how many there may be
     * @return empty if there are more
     * @throws IllegalStateException if it does not name them
     */
    public Optional<List<PartitionKey>> named(List<Dimension> dimensions, int most) {
        if (!isNaming(dimensions)) {
            throw new IllegalStateException("%s does not name partitions of %s".formatted(this, dimensions));
        }
        List<Map<String, String>> named = List.of(Map.of());
        for (Dimension dimension : dimensions) {
            SequencedCollection<String> values = values(dimension, most);
            if ((long) named.size() * values.size() > most) {
                return Optional.empty();
            }
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> partition : named) {
                for (String value : values) {
                    Map<String, String> longer = new LinkedHashMap<>(partition);
                    longer.put(dimension.name(), value);
                    more.add(longer);
                }
            }
            named = more;
        }
        return Optional.of(named.stream().map(PartitionKey::of).toList());
    }

    /** The values of a dimension; where there are more than so many, one more than that. */
    private SequencedCollection<String> values(Dimension dimension, int most) {
        String wanted = where.get(dimension.name());
        if (wanted != null) {
            return List.of(wanted);
        }
        SequencedCollection<String> values = new LinkedHashSet<>();
        for (ValueRange range : Objects.requireNonNull(ranges.get(dimension.name()))) {
            String from = Objects.requireNonNull(range.from());
            Granularity granularity = dimension.granularity();
            Optional<String> next = Optional.of(granularity == null ? from : granularity.first(from));
            while (next.isPresent() && values.size() <= most && range.includes(dimension, next.get())) {
                values.add(next.get());
                next = granularity == null ? Optional.empty() : granularity.shift(next.get(), 1);
            }
        }
        return values;
    }
}
