package io.freshet.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.freshet.contracts.partition.PartitionKey;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadableKeyTest {
    private static final int STORIES = 5_000;
    private static final String TRICKY = "aZ0 .%/=[]~^$`'\"\\;&|<>*?!(){}#\t\n\u0000\u007f\u00e9\u6c49\u202e\ufeff";

    @ParameterizedTest
    @CsvSource({
        "name=%E6%B1%89%E5%AD%97, name=汉字",
        "name=Z%C3%BCrich, name=Zürich",
        "name=x%5B0.01%5D, name=x[0.01]",
        "name=50%25off, name=50%25off",
        "name=a%2Fb, name=a%2Fb",
        "name=%FF, name=%FF",
        "name=%24HOME, name=%24HOME",
        "p/w/t/name=Z%C3%BCrich is up to date, p/w/t/name=Zürich is up to date"
    })
    void shows_what_people_wrote(String written, String shown) {
        assertEquals(shown, ReadableKey.of(written));
    }

    @Test
    void whatever_a_value_is_the_shown_form_names_the_same_partition() {
        for (int seed = 0; seed < STORIES; seed++) {
            Random random = new Random(seed);
            PartitionKey key = PartitionKey.of("k", value(random), "other", value(random));

            String shown = ReadableKey.of(key);

            assertEquals(key, PartitionKey.parse(shown), "seed %d: %s".formatted(seed, shown));
            assertFalse(shown.chars().anyMatch(Character::isISOControl), shown);
        }
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(4) == 0) {
                value.appendCodePoint(random.nextInt(0xd800));
            } else {
                value.append(TRICKY.charAt(random.nextInt(TRICKY.length())));
            }
        }
        return value.toString();
    }
}
