package io.freshet.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The arrows of this module. */
final class HouseRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.freshet.audit");

    @Test
    void the_domain_knows_java_and_contracts_only() {
        noClasses()
                .that()
                .resideInAPackage("..audit.domain..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.freshet.audit.domain..",
                        "io.freshet.contracts.api..",
                        "io.freshet.contracts.data..",
                        "io.freshet.contracts.event..",
                        "io.freshet.contracts.id..",
                        "io.freshet.contracts.partition..",
                        "io.freshet.contracts.topic..",
                        "io.freshet.contracts.workflow..",
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void the_database_is_known_in_its_package_and_where_things_are_put_together() {
        noClasses()
                .that()
                .resideInAnyPackage("..audit.domain..", "..audit.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("..audit.domain..", "..audit.jdbc..", "..audit.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("..audit.domain..", "..audit.jdbc..", "..audit.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micronaut..", "..audit.http..", "..audit.config..")
                .check(CLASSES);
    }

    @Test
    void only_configuration_reads_the_clock_or_draws_at_random() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..audit.config..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .check(CLASSES);
    }
}
