package io.freshet.endtoend;

import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

/**
 * What makes other systems worth choosing must work here: one running system, and for each scenario a namespace. The last looks at
 * what all of them have left in the history.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
final class AcceptanceIT extends WithRunningSystem {
    /** A stage for a scenario. */
    static Scene scene(String namespace, String workflow) {
        try {
            return new Scene(system, new WorkflowRef(namespace, workflow), directory.resolve(namespace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    @Order(1)
    final class Pachyderm extends AddedFiles {}

    @Nested
    @Order(2)
    final class Airflow extends MonthAnew {}

    @Nested
    @Order(3)
    final class Databricks extends Repaired {}

    @Nested
    @Order(4)
    final class Conductor extends RunAgainFrom {}

    @Nested
    @Order(5)
    final class DataFactoryInLosAngeles extends CalendarWindows {
        DataFactoryInLosAngeles() {
            super(
                    "los-angeles",
                    "America/Los_Angeles",
                    LocalDateTime.of(2026, 3, 8, 2, 0),
                    LocalDate.of(2026, 3, 8),
                    LocalDate.of(2026, 11, 1));
        }
    }

    @Nested
    @Order(6)
    final class DataFactoryInBerlin extends CalendarWindows {
        DataFactoryInBerlin() {
            super(
                    "berlin",
                    "Europe/Berlin",
                    LocalDateTime.of(2026, 10, 25, 2, 0),
                    LocalDate.of(2026, 3, 29),
                    LocalDate.of(2026, 10, 25));
        }
    }

    @Nested
    @Order(7)
    final class Inngest extends PacedChanges {}

    @Nested
    @Order(8)
    final class Maestro extends OverlappingRuns {}

    @Nested
    @Order(9)
    final class Argo extends FineTuned {}

    @Nested
    @Order(10)
    final class TopicReplays extends Replayed {}

    @Nested
    @Order(11)
    final class EventTriggers extends Triggered {}

    @Nested
    @Order(12)
    final class Alerts extends Alerted {}

    @Nested
    @Order(13)
    final class Snakemake extends Explained {}
}
