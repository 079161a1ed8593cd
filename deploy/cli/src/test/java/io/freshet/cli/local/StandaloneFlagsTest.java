package io.freshet.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StandaloneFlagsTest {
    @Test
    void what_a_person_says_comes_after_the_defaults_and_so_overrides_them() {
        List<String> flags = StandaloneFlags.with("  -Xmx2g\t-Da=b ");

        assertEquals(StandaloneFlags.with(null), flags.subList(0, flags.size() - 2));
        assertEquals(List.of("-Xmx2g", "-Da=b"), flags.subList(flags.size() - 2, flags.size()));
    }

    @Test
    void nothing_said_changes_nothing() {
        assertEquals(StandaloneFlags.with(null), StandaloneFlags.with("  "));
    }
}
