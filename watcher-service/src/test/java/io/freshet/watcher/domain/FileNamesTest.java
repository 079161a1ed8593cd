package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "a.csv, true",
        ".a.csv, false",
        "a.tmp, false",
        "a.tmp.csv, true",
        "_SUCCESS, false",
        "draft-1, false",
        "draft-12, true",
        "x~, false",
        "~x, true",
        "a?b, true"
    })
    void says_what_is_data(String name, boolean data) {
        FileNames names = new FileNames(List.of("*.tmp", "draft-?", "*~"), "_SUCCESS");

        assertEquals(data, names.isData(name));
    }

    @ParameterizedTest
    @CsvSource({"*, a, false", "a*b*c, abbc, false", "a*b*c, acb, true", "*a, aab, true", "a**, a, false", "?, '', true"
    })
    void patterns_stand_for_whole_names(String pattern, String name, boolean data) {
        assertEquals(data, new FileNames(List.of(pattern), "").isData(name));
    }

    @Test
    void a_hostile_pattern_costs_no_more_than_its_length_times_the_name() {
        FileNames names = new FileNames(List.of("*a".repeat(60) + "b"), "");

        assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> !names.isData("a".repeat(255))));
    }
}
