package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.freshet.contracts.id.DatasetRef;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DisappearanceTest {
    private static final DatasetRef RAW = new DatasetRef("prod", "raw");

    @Test
    void keeps_its_name_while_nothing_more_vanishes() {
        Disappearance two = Disappearance.NONE.with(hidden("north", "south"));

        assertEquals(two.id(RAW), two.with(hidden("north", "south")).id(RAW));
        assertEquals(two.id(RAW), two.with(hidden("north")).id(RAW));
    }

    @Test
    void has_another_name_when_more_vanishes_or_the_same_once_more() {
        Disappearance one = Disappearance.NONE.with(hidden("north"));

        assertNotEquals(one.id(RAW), one.with(hidden("north", "south")).id(RAW));
        assertNotEquals(one.id(RAW), one.with(hidden()).with(hidden("north")).id(RAW));
    }

    private static SortedSet<String> hidden(String... volumes) {
        return new TreeSet<>(List.of(volumes));
    }
}
