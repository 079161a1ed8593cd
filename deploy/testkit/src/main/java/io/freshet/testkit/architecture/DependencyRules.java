package io.freshet.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Services speak over Kafka and REST: nothing imports a service, except what starts all of them in one process, and what measures one alone. */
final class DependencyRules {
    private static final List<String> SERVICES = List.of(
            "io.freshet.watcher",
            "io.freshet.planner",
            "io.freshet.scheduler",
            "io.freshet.launcher",
            "io.freshet.audit");
    private static final Set<String> STARTS_SERVICES = Set.of("io.freshet.standalone", "io.freshet.benchmarks");

    private DependencyRules() {}

    static List<ArchRule> of(String root) {
        List<ArchRule> rules = new ArrayList<>();
        if (!STARTS_SERVICES.contains(root)) {
            rules.add(noDependency(
                    SERVICES.stream().filter(service -> !service.equals(root)),
                    "nothing depends on a service but the service itself, standalone and the benchmarks"));
        }
        if (!root.equals("io.freshet.testkit")) {
            rules.add(noDependency(Stream.of("io.freshet.testkit"), "the testkit is for tests only"));
        }
        if (root.equals("io.freshet.contracts") || root.equals("io.freshet.language")) {
            rules.add(noClasses()
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.micronaut..", "jakarta.."))
                    .as("the contracts and the language know no framework"));
            rules.add(noDependency(
                    Stream.of("io.freshet.servicekit"), "what crosses a boundary knows nothing of services"));
        }
        if (root.equals("io.freshet.contracts")) {
            rules.add(
                    noDependency(Stream.of("io.freshet.language"), "the contracts carry specifications and read none"));
        }
        rules.add(slices().assignedFrom(new PackageSlices(root))
                .should()
                .beFreeOfCycles()
                .as("no cycle between packages"));
        return rules;
    }

    private static ArchRule noDependency(Stream<String> packages, String description) {
        String[] forbidden = packages.map(name -> name + "..").toArray(String[]::new);
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden))
                .as(description);
    }
}
