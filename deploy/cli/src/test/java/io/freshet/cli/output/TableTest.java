package io.freshet.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void columns_are_as_wide_as_they_must_be() {
        Table table = new Table("TASK", "STATE").row("clean", "FAILED").row("a-longer-name", 7);

        assertEquals("""
                TASK           STATE
                clean          FAILED
                a-longer-name  7
                """, table.text(Style.PLAIN));
    }

    @Test
    void states_are_coloured_on_a_terminal_without_disturbing_the_columns() {
        Table table = new Table("STATE", "TASK").row("FAILED", "clean");

        assertEquals("\u001b[1mSTATE   TASK\u001b[0m\n\u001b[31mFAILED\u001b[0m  clean\n", table.text(Style.COLOURED));
    }

    @Test
    void the_last_column_is_cut_to_the_terminal_and_never_a_word_in_the_middle_of_the_table() {
        Table table = new Table("RUN", "CAUSE").row("a1", "汉字 files changed in prod/raw");

        assertEquals("RUN  CAUSE\na1   汉字 files changed in pr…\n", table.text(Style.PLAIN, 28));
    }

    @Test
    void too_many_cells_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Table("ONE").row(1, 2));
    }

    @Test
    void quantities_read_as_people_write_them() {
        assertEquals("512 B", HumanFormat.bytes(512));
        assertEquals("1.5 MiB", HumanFormat.bytes(3 * 512 * 1024));
        assertEquals("250 ms", HumanFormat.duration(Duration.ofMillis(250)));
        assertEquals("2 m 05 s", HumanFormat.duration(Duration.ofSeconds(125)));
        assertEquals("3 h 20 m", HumanFormat.duration(Duration.ofMinutes(200)));
    }

    @Test
    void a_cell_that_is_null_is_empty() {
        assertEquals(
                "A  B  C\n1     3\n", new Table("A", "B", "C").row(1, null, 3).text(Style.PLAIN));
    }
}
