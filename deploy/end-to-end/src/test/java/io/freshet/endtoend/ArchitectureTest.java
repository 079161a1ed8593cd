package io.freshet.endtoend;

import io.freshet.testkit.architecture.HouseRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules that the kit with the rules itself is built from, or that have no tests of their own. */
class ArchitectureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.freshet.benchmarks",
                "io.freshet.cli",
                "io.freshet.contracts",
                "io.freshet.language",
                "io.freshet.servicekit",
                "io.freshet.embedded",
                "io.freshet.standalone",
                "io.freshet.testkit"
            })
    void keeps_the_house_rules(String root) {
        HouseRules.check(root);
    }
}
