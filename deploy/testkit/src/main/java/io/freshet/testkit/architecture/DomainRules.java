package io.freshet.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** A domain is a set of functions over records: it can be tested without anything, and replayed. */
final class DomainRules {
    private static final String[] TECHNICAL_JAVA = {"java.sql..", "java.net..", "java.rmi..", "java.awt.."};
    private static final String[] TECHNICAL_CONTRACTS = {
        "io.freshet.contracts.kafka..",
        "io.freshet.contracts.streams..",
        "io.freshet.contracts.envelope..",
        "io.freshet.contracts.yaml.."
    };

    private DomainRules() {}

    static List<ArchRule> of(String root) {
        String domain = root + ".domain..";
        return List.of(
                classes()
                        .that()
                        .resideInAPackage(domain)
                        .should()
                        .onlyDependOnClassesThat(
                                resideInAnyPackage(domain, "java..", "org.jspecify..", "io.freshet.contracts..")
                                        .and(resideOutsideOfPackages(TECHNICAL_JAVA))
                                        .and(resideOutsideOfPackages(TECHNICAL_CONTRACTS)))
                        .as("a domain imports java, jspecify and the contracts only"),
                noClasses()
                        .that()
                        .resideInAPackage(domain)
                        .should()
                        .accessTargetWhere(Impure.inDomain())
                        .as("a domain reads no clock, no environment and draws no randomness"),
                noClasses()
                        .that()
                        .resideInAPackage(domain)
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.nio.file.Files")
                        .as("a domain touches no file"));
    }
}
