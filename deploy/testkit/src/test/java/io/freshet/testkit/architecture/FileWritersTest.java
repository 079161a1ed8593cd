package io.freshet.testkit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class FileWritersTest {
    @Test
    void a_class_of_a_service_that_opens_a_file_is_found() {
        assertEquals(
                "files are written by DurableFiles, or FileWriters says why not: io.freshet.watcher.example.WritesFile calls java.nio.file.Files.write",
                FileWriters.violations(new ClassFileImporter().importPackages("io.freshet.watcher.example"))
                        .getFirst());
        assertThrows(
                AssertionError.class,
                () -> FileWriters.check(new ClassFileImporter().importPackages("io.freshet.watcher.example")));
    }

    @Test
    void the_contracts_account_for_every_file() {
        FileWriters.check(new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.freshet.contracts"));
    }
}
