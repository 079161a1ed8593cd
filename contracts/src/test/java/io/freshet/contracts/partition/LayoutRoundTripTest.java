package io.freshet.contracts.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a layout writes it reads, for layouts and values drawn by a seed that the message of a failure names. */
class LayoutRoundTripTest {
    private static final int ROUNDS = 20_000;
    private static final String[] PATTERNS = {"yyyy", "yyyy-MM", "yyyyMMdd", "dd.MM.yyyy", "yyyy/MM/dd", "yyyy-MM-dd_HH"
    };
    private static final String[] VALUES = {
        "north",
        "a b",
        "ü",
        "🙂",
        "x=y",
        "50%25",
        "50%off",
        "%",
        "a%2Fb",
        "\u0001",
        "(.*)",
        "*",
        "?",
        "-",
        "line\nbreak",
        "\\E"
    };

    @Test
    void matching_what_was_formatted_gives_the_key() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Layout layout = layout(random);
            PartitionKey key = key(layout, random);

            String path = layout.format(key);

            assertEquals(key, layout.match(path).orElse(null), "seed %d: %s".formatted(seed, layout));
            assertEquals(key, PartitionKey.parse(key.toString()), "seed %d: %s".formatted(seed, key));
            String directory = layout.directory(key);
            assertTrue(
                    directory.isEmpty() || path.startsWith(directory + "/"), "seed %d: %s".formatted(seed, directory));
        }
    }

    /** Segments that each have at most one placeholder of text, so that there is one way to read them. */
    private static Layout layout(Random random) {
        List<String> segments = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String name = "d" + i;
            segments.add(
                    switch (random.nextInt(5)) {
                        case 0 -> "fixed" + i;
                        case 1 -> "{%s}".formatted(name);
                        case 2 -> "{%s:%s}".formatted(name, PATTERNS[random.nextInt(PATTERNS.length)]);
                        case 3 -> "pre-{%s}.csv".formatted(name);
                        default -> "{%s:yyyy}-{text%d}".formatted(name, i);
                    });
        }
        return Layout.parse(String.join("/", segments));
    }

    private static PartitionKey key(Layout layout, Random random) {
        List<PartitionKey.Value> values = new ArrayList<>();
        for (Dimension dimension : layout.dimensions()) {
            String value = dimension
                    .time()
                    .map(granularity -> granularity.format(time(random)))
                    .orElseGet(() -> VALUES[random.nextInt(VALUES.length)]);
            values.add(new PartitionKey.Value(dimension.name(), value));
        }
        return new PartitionKey(values);
    }

    private static LocalDateTime time(Random random) {
        return LocalDateTime.of(1900, 1, 1, 0, 0).plusHours(random.nextInt(3_000_000));
    }
}
