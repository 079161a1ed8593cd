package io.freshet.planner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.freshet.testkit.architecture.HouseRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** It may shrink, and never grow. */
    private static final int LARGEST_CYCLE = 2;

    @Test
    void keeps_the_house_rules() {
        HouseRules.check("io.freshet.planner");
    }

    @Test
    void no_rule_of_the_domain_depends_on_more_than_one_that_depends_on_it() {
        List<Set<String>> cycles = ClassCycles.of(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.freshet.planner.domain"));

        assertTrue(
                cycles.stream().allMatch(cycle -> cycle.size() <= LARGEST_CYCLE),
                () -> "classes that depend on each other: " + cycles);
    }
}
