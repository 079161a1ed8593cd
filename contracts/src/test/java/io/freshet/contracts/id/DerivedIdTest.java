package io.freshet.contracts.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.partition.PartitionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ids are written in logs, databases and directories: these values must never change. */
class DerivedIdTest {
    @Test
    void ids_never_change() {
        InstanceRef instance = new InstanceRef("prod", "claims", "clean", PartitionKey.of("date", "2026-01-05"));

        assertEquals("7dd498e515f76314f10a2a07", DerivedId.run(new WorkflowRef("prod", "claims"), "cause-1"));
        assertEquals("clean-af2ccb58c957e5f790f0c59e", DerivedId.attempt(instance, 7, 2));
        assertEquals("05c26b9af5389a28924fd275", DerivedId.of("a", "ü", ""));
    }

    @Test
    void parts_are_told_apart() {
        assertNotEquals(DerivedId.of("ab", "c"), DerivedId.of("a", "bc"));
        assertNotEquals(DerivedId.of("a", ""), DerivedId.of("a"));
        assertNotEquals(DerivedId.of("1:a"), DerivedId.of("", "a"));
    }

    @Test
    void an_attempt_is_a_name_in_kubernetes() {
        InstanceRef instance = new InstanceRef("n", "w", "t".repeat(31) + "-" + "t".repeat(31), PartitionKey.NONE);

        String attempt = DerivedId.attempt(instance, Long.MAX_VALUE, Integer.MAX_VALUE);

        assertTrue(attempt.length() <= 63, attempt);
        assertTrue(Names.isValid(attempt), attempt);
    }

    @ParameterizedTest
    @CsvSource({
        "prod/claims/clean/date=2026-01-05, clean, date=2026-01-05",
        "prod/claims/clean, clean, ''",
        "prod/claims/clean/a=x%2Fy/b=z, clean, a=x%2Fy/b=z"
    })
    void an_instance_reads_its_own_text(String text, String task, String partition) {
        InstanceRef instance = InstanceRef.parse(text);

        assertEquals(task, instance.task());
        assertEquals(partition, instance.partition().toString());
        assertEquals(text, instance.toString());
    }

    @Test
    void names_follow_one_rule() {
        assertTrue(Names.isValid("a"));
        assertTrue(Names.isValid("a" + "-".repeat(61) + "b"));
        for (String name : new String[] {"", "A", "1a", "-a", "a-", "a_b", "a.b", "ä", "a".repeat(64), "a\n"}) {
            assertThrows(IllegalArgumentException.class, () -> Names.require("task", name), name);
        }
        assertThrows(IllegalArgumentException.class, () -> InstanceRef.parse("a/b"));
        assertThrows(IllegalArgumentException.class, () -> WorkflowRef.parse("a/b/c"));
        assertThrows(IllegalArgumentException.class, () -> DatasetRef.parse("a"));
        assertThrows(IllegalArgumentException.class, () -> TaskRef.parse("a/b"));
    }
}
