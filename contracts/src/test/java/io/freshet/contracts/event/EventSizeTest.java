package io.freshet.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.RecordLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No event is larger than a record may be: the largest values of all its fields are added up. What bounds a text or a list is said in
 * {@code event-bounds.properties}; a field of which it says nothing fails the test.
 *
 * <ul>
 *   <li>{@code 500 characters}: of any kind, of which JSON makes six bytes at the worst
 *   <li>{@code 500 plain}: characters of which it makes one byte each
 *   <li>{@code 20 entries}: each as large as one can be
 *   <li>{@code 1000 partitions, 262144 plain}: entries, of all of which the partitions have so many characters
 *   <li>{@code 1000 bytes}: as JSON, in sum
 * </ul>
 */
class EventSizeTest {
    private static final int WORST_ESCAPE = 6;
    private static final int PUNCTUATION = 6;
    private static final int NAME = 63;
    private static final Map<Class<?>, Integer> SIMPLE = Map.of(
            Fingerprint.class,
            66,
            Instant.class,
            40,
            PartitionKey.class,
            PartitionKey.MAX_CHARACTERS + 2,
            DatasetRef.class,
            2 * NAME + 3,
            WorkflowRef.class,
            2 * NAME + 3,
            // The dimensions of a task may come from several inputs.
            InstanceRef.class,
            3 * NAME + 5 + 2 * PartitionKey.MAX_CHARACTERS,
            Long.class,
            20,
            Integer.class,
            11);

    private final Properties bounds = bounds();
    private final Set<String> used = new HashSet<>();

    static Set<Class<? extends Event>> types() {
        return EventTypes.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_largest_event_of_each_type_fits_into_a_record(Class<? extends Event> type) {
        int bytes = bytes(type, type.getSimpleName(), false);

        assertTrue(bytes <= RecordLimits.MAX_EVENT_BYTES, () -> "%s may have %,d bytes".formatted(type, bytes));
    }

    @Test
    void nothing_is_said_of_fields_that_there_are_not() {
        types().forEach(type -> bytes(type, type.getSimpleName(), false));

        assertEquals(new TreeSet<>(bounds.stringPropertyNames()), new TreeSet<>(used));
    }

    /** The samples fill every field, so whatever adds up too little is found here. */
    @Test
    void samples_are_smaller_than_what_is_added_up() throws IOException {
        for (Event sample : EventSamples.all().values()) {
            int bytes = EventJson.mapper().writeValueAsBytes(sample).length;

            assertTrue(bytes <= bytes(sample.getClass(), sample.getClass().getSimpleName(), false), sample::toString);
        }
    }

    /**
     * @param counted whether partitions are counted elsewhere
     */
    private int bytes(Type type, String place, boolean counted) {
        if (type instanceof ParameterizedType || type == String.class || bounds.containsKey(place)) {
            return bounded(type, place);
        }
        Class<?> raw = (Class<?>) type;
        Integer simple = SIMPLE.get(raw);
        if (simple != null) {
            return counted && raw == PartitionKey.class ? 2 : simple;
        }
        if (raw.isPrimitive()) {
            return 20;
        }
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                            .mapToInt(constant -> constant.toString().length())
                            .max()
                            .orElseThrow()
                    + 2;
        }
        if (raw.isSealed()) {
            return 40
                    + Arrays.stream(raw.getPermittedSubclasses())
                            .mapToInt(each -> bytes(each, each.getSimpleName(), counted))
                            .max()
                            .orElseThrow();
        }
        assertTrue(raw.isRecord(), () -> place + " is of a type without a bound: " + raw);
        int sum = PUNCTUATION;
        for (RecordComponent component : raw.getRecordComponents()) {
            sum += component.getName().length() + PUNCTUATION;
            sum += bytes(component.getGenericType(), raw.getSimpleName() + "." + component.getName(), counted);
        }
        return sum;
    }

    private int bounded(Type type, String place) {
        String bound = bounds.getProperty(place);
        assertTrue(bound != null, () -> "what bounds " + place + "? Say it in event-bounds.properties");
        used.add(place);
        String[] words = bound.split("[ ,]+");
        int number = Integer.parseInt(words[0]);
        return switch (words[1]) {
            case "characters" -> WORST_ESCAPE * number + 2;
            case "plain" -> number + 2;
            case "bytes" -> number;
            case "entries" -> number * (element(type, place, false) + 1) + 2;
            case "partitions" -> number * (element(type, place, true) + 1) + Integer.parseInt(words[2]) + 2;
            default -> throw new AssertionError(place + ": " + bound);
        };
    }

    private int element(Type type, String place, boolean counted) {
        assertTrue(
                type instanceof ParameterizedType list && list.getRawType() == List.class,
                () -> place + " is no list, so its bound is to be given in bytes");
        Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
        return bytes(element, place + ".each", counted);
    }

    private static Properties bounds() {
        Properties bounds = new Properties();
        try (InputStream file = EventSizeTest.class.getResourceAsStream("/event-bounds.properties")) {
            bounds.load(file);
            return bounds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
