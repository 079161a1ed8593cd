package io.freshet.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;

/** A domain is a set of functions over records: it can be tested without anything, and replayed. */
final class DomainRules {
    private static final String[] TECHNICAL_JAVA = {"java.sql..", "java.net..", "java.rmi..", "java.awt.."};
    private static final String[] TECHNICAL_CONTRACTS = {
        "io.freshet.contracts.envelope..", "io.freshet.language.yaml..", "io.freshet.language.bundle.."
    };

    /** The packages that are domains: those of that name, and those that are named for what they decide. */
    private static final List<String> DOMAINS =
            List.of("domain", "admission", "alert", "history", "trace", "explain", "decision");

    /** How many names begin each package of a module, as in {@code io.freshet.planner}. */
    private static final int MODULE = 3;

    private DomainRules() {}

    /** Whether a package of ours is a domain, or below one. */
    static boolean isDomain(String packageName) {
        return Arrays.stream(packageName.split("\\.")).skip(MODULE).limit(1).anyMatch(DOMAINS::contains);
    }

    static List<ArchRule> of(String root) {
        String[] domain = DOMAINS.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
        return List.of(
                classes()
                        .that()
                        .resideInAnyPackage(domain)
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(domain)
                                .or(resideInAnyPackage(
                                        "java..",
                                        "org.jspecify..",
                                        "io.freshet.contracts..",
                                        "io.freshet.language..",
                                        "io.freshet.servicekit.decision.."))
                                .and(resideOutsideOfPackages(TECHNICAL_JAVA))
                                .and(resideOutsideOfPackages(TECHNICAL_CONTRACTS)))
                        .as("a domain imports java, jspecify, the contracts and the ports of decisions only"),
                noClasses()
                        .that()
                        .resideInAnyPackage(domain)
                        .should()
                        .accessTargetWhere(Impure.inDomain())
                        .as("a domain reads no clock, no environment and draws no randomness"),
                noClasses()
                        .that()
                        .resideInAnyPackage(domain)
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.nio.file.Files")
                        .as("a domain touches no file"));
    }
}
