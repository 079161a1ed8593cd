package io.freshet.planner;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.freshet.planner.domain.command.Commands;
import io.freshet.planner.domain.command.Workspace;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.state.WorkflowTables;
import io.freshet.testkit.architecture.HouseRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** It may shrink, and never grow. */
    private static final int LARGEST_CYCLE = 2;

    /** Ports that one rule names. Who needs more is two rules. */
    private static final int MOST_PORTS = 5;

    private static final JavaClasses DOMAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.freshet.planner.domain");

    @Test
    void keeps_the_house_rules() {
        HouseRules.check("io.freshet.planner");
    }

    @Test
    void no_rule_of_the_domain_depends_on_more_than_one_that_depends_on_it() {
        List<Set<String>> cycles = ClassCycles.of(DOMAIN);

        assertTrue(
                cycles.stream().allMatch(cycle -> cycle.size() <= LARGEST_CYCLE),
                () -> "classes that depend on each other: " + cycles);
    }

    @Test
    void only_who_puts_rules_together_knows_all_ports_and_tables() {
        noClasses()
                .that(resideInAPackage("io.freshet.planner.domain.(*)..")
                        .and(not(resideInAPackage("..domain.port..")))
                        .and(not(belongToAnyOf(Workspace.class, Commands.class)))
                        .and(not(simpleName("InstanceRules")))
                        .and(not(equivalentTo(WorkflowTables.class))))
                .should()
                .dependOnClassesThat(belongToAnyOf(PlanningContext.class, WorkflowTables.class))
                .because("a rule names the ports that it needs, and no others")
                .check(DOMAIN);
    }

    @Test
    void a_rule_names_few_ports() {
        Map<String, Integer> ports = new TreeMap<>();
        for (JavaClass type : DOMAIN) {
            for (JavaConstructor constructor : type.getConstructors()) {
                constructor
                        .getTypeParameters()
                        .forEach(parameter -> ports.merge(
                                type.getSimpleName(), parameter.getUpperBounds().size(), Math::max));
            }
        }

        assertTrue(ports.containsKey("Settlement"), () -> "constructors with ports: " + ports);
        assertTrue(
                ports.values().stream().allMatch(most -> most <= MOST_PORTS),
                () -> "more than %d ports, of %s".formatted(MOST_PORTS, ports));
    }
}
