package io.freshet.testkit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    @Test
    void finds_a_connection_that_nobody_has_accounted_for() {
        assertEquals(
                List.of(
                        "every wait for another process has a bound, and Connections says which: io.freshet.watcher.example.OpensConnection calls java.net.URL.openConnection"),
                Connections.violations(new ClassFileImporter().importPackages("io.freshet.watcher.example")));
    }

    @Test
    void the_contracts_account_for_every_connection() {
        assertEquals(
                List.of(),
                Connections.violations(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.freshet.contracts")));
    }
}
