package io.freshet.watcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.freshet.testkit.architecture.FileWriters;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.freshet.watcher");

    @Test
    void the_domain_knows_java_and_contracts_only() {
        classes()
                .that()
                .resideInAPackage("io.freshet.watcher.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.freshet.contracts..", "io.freshet.watcher.domain..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.freshet.watcher.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.freshet.contracts.kafka..", "io.freshet.contracts.streams..", "java.nio.file..")
                .check(CLASSES);
    }

    @Test
    void each_technology_stays_in_its_package() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.freshet.watcher.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.freshet.watcher.rocksdb..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.freshet.watcher.filesystem..", "io.freshet.watcher.kafka..", "io.freshet.watcher.rocksdb..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micronaut..")
                .check(CLASSES);
    }

    @Test
    void only_the_configuration_reads_the_clock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.freshet.watcher.config..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .check(CLASSES);
    }

    @Test
    void what_must_outlive_a_power_failure_is_written_durably() {
        FileWriters.check(CLASSES);
    }
}
