package io.freshet.testkit.architecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that every module keeps: pure domains, services that know nothing of each other, one place for clocks, randomness and
 * the environment, packages that are named for the technology they touch, and names that say something.
 */
public final class HouseRules {
    /** What Micronaut generates beside our classes is not ours to judge. */
    private static final ImportOption NOT_GENERATED = location -> !location.contains("/$");

    private HouseRules() {}

    /**
     * Checks the main classes of a module.
     *
     * @param root the module's package, such as {@code io.freshet.planner}
     * @throws AssertionError that lists every violation, or says that there are no classes
     */
    public static void check(String root) {
        JavaClasses classes = imported(root, new ImportOption.DoNotIncludeTests(), NOT_GENERATED);
        if (classes.isEmpty()) {
            throw new AssertionError("there are no main classes in " + root);
        }
        List<String> violations = violations(root, classes);
        if (!violations.isEmpty()) {
            throw new AssertionError("%d violations of the house rules in %s:%n- %s"
                    .formatted(violations.size(), root, String.join("%n- ".formatted(), violations)));
        }
    }

    /** The rules go by names, so that nothing needs to be known of the thousands of classes of libraries that a module uses. */
    static JavaClasses imported(String root, ImportOption... options) {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter(List.of(options)).importPackages(root);
        });
    }

    static List<String> violations(String root, JavaClasses classes) {
        List<ArchRule> rules = new ArrayList<>();
        rules.addAll(DomainRules.of(root));
        rules.addAll(DependencyRules.of(root));
        rules.addAll(PlaceRules.of(root));
        rules.add(NameRule.RULE);
        List<String> violations = new ArrayList<>(FileWriters.violations(classes));
        violations.addAll(Connections.violations(classes));
        for (ArchRule rule : rules) {
            List<String> details = rule.allowEmptyShould(true)
                    .evaluate(classes)
                    .getFailureReport()
                    .getDetails();
            details.forEach(detail -> violations.add(rule.getDescription() + ": " + detail));
        }
        return violations;
    }
}
