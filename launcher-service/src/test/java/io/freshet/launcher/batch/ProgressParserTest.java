package io.freshet.launcher.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressParserTest {
    private static final Instant BEGIN = Instant.ofEpochSecond(1_767_600_000);

    @Test
    void reads_how_far_it_is_with_each() {
        assertEquals(
                Map.of(
                        "a",
                        new MemberProgress.Over(BEGIN, BEGIN.plusSeconds(5), 3, false),
                        "b",
                        new MemberProgress.Skipped(),
                        "c",
                        new MemberProgress.Running(BEGIN.plusSeconds(6))),
                ProgressParser.read("""
                        freshet-batch started a 1767600000
                        freshet-batch skipped b 1767600001
                        freshet-batch ended a 1767600005 3
                        freshet-batch started c 1767600006
                        """));
    }

    @Test
    void knows_what_ran_out_of_memory() {
        assertEquals(
                new MemberProgress.Over(BEGIN, BEGIN, 137, true),
                ProgressParser.read("freshet-batch started a 1767600000\nfreshet-batch ended a 1767600000 137 oom\n")
                        .get("a"));
    }

    @Test
    void does_not_read_a_line_that_is_not_whole() {
        assertEquals(
                new MemberProgress.Running(BEGIN),
                ProgressParser.read("freshet-batch started a 1767600000\nfreshet-batch ended a 1767600005 1")
                        .get("a"));
    }

    @Test
    void is_not_confused_by_lines_that_come_again_or_are_somebody_elses() {
        String once = """
                freshet-batch started a 1767600000
                /bin/sh: no such luck
                freshet-batch started b when?
                freshet-batch ended b
                freshet-batch ended a 1767600005 0
                freshet-batch skipped a 1767600006
                """;

        assertEquals(
                Map.of("a", new MemberProgress.Over(BEGIN, BEGIN.plusSeconds(5), 0, false)),
                ProgressParser.read(once + once));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "253370764800", "31556889864403200", "9223372036854775807", "-9223372036854775808"})
    void a_time_of_no_clock_says_nothing(String time) {
        String text = """
                freshet-batch started a 1767600000
                freshet-batch ended a %s 0
                freshet-batch started b %s
                freshet-batch skipped c %s
                """.formatted(time, time, time);

        Map<String, MemberProgress> turns = ProgressParser.read(text);

        assertEquals(new MemberProgress.Running(BEGIN), turns.get("a"));
        assertEquals(new MemberProgress.Waiting(), turns.get("b"));
        assertEquals(new MemberProgress.Waiting(), turns.get("c"));
    }
}
