package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.freshet.planner.domain.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldReleasesTest {
    private final MemoryTable<String> rows = new MemoryTable<>();
    private final HoldReleases releases = new HoldReleases(rows);

    @Test
    void releases_scopes_in_the_order_in_which_they_began() {
        releases.begin("parked");
        releases.begin("deployment");
        releases.begin("parked");
        assertEquals(List.of("parked", "deployment"), releases.scopes());

        releases.end("parked");

        assertEquals(List.of("deployment"), releases.scopes());
    }

    @Test
    void begins_at_the_first_row_again_when_a_scope_is_filled_anew() {
        releases.begin("parked");
        releases.advance("parked", "parked|row");
        assertEquals("parked|row", releases.cursor("parked"));

        releases.begin("parked");

        assertNull(releases.cursor("parked"));
    }

    @Test
    void leaves_nothing_when_all_scopes_have_ended() {
        releases.begin("parked");
        releases.advance("parked", "parked|row");

        releases.end("parked");

        assertEquals(List.of(), releases.scopes());
        assertEquals(List.of(), rows.keys(""));
    }
}
