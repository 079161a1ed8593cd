package io.freshet.contracts.id;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    /** The rule as one would write it down. */
    private static final Pattern RULE = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final String CHARACTERS = "aaabz09--A_.é";

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-", "a-", "-a", "0", "a0", "a--b", "A", "aé", "é", "a b", "a\n"})
    void the_rule_holds_for(String name) {
        assertEquals(RULE.matcher(name).matches(), Names.isValid(name), name);
    }

    @Test
    void the_rule_holds_for_whatever_is_tried() {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            int length = random.nextInt(5) == 0 ? 60 + random.nextInt(6) : random.nextInt(6);
            for (int j = 0; j < length; j++) {
                int among = length > 10 ? 4 : CHARACTERS.length();
                name.append(CHARACTERS.charAt(random.nextInt(among)));
            }
            assertEquals(RULE.matcher(name).matches(), Names.isValid(name.toString()), name.toString());
        }
    }
}
