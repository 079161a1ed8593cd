package io.freshet.testkit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    private static final Map<String, String> BROKEN_BY = new TreeMap<>(Map.ofEntries(
            Map.entry("ReadsClock", "a domain reads no clock"),
            Map.entry("DrawsRandom", "a domain reads no clock, no environment and draws no randomness"),
            Map.entry("ImportsKafka", "a domain imports java, jspecify and the contracts only"),
            Map.entry("ImportsEnvelope", "a domain imports java, jspecify and the contracts only"),
            Map.entry("TouchesFile", "a domain touches no file"),
            Map.entry("DrawsId", "clocks, environment and random ids are read in config only"),
            Map.entry("ReadsEnvironment", "clocks, environment and random ids are read in config only"),
            Map.entry("ImportsJdbc", "java.sql.. belongs into packages named [config, jdbc, kafka]"),
            Map.entry("ThingManager", "names say what a thing is"),
            Map.entry("AbstractThing", "names say what a thing is"),
            Map.entry("TextUtils", "names say what a thing is"),
            Map.entry("ImportsService", "nothing depends on a service"),
            Map.entry("ImportsClient", "io.fabric8.kubernetes.client belongs into packages named [config, kubernetes]"),
            Map.entry("NeedsSecond", "no cycle between packages"),
            Map.entry("NeedsFirst", "no cycle between packages")));

    @Test
    void each_rule_is_broken_by_the_class_that_breaks_it() {
        List<String> violations = violations("violating");

        BROKEN_BY.forEach((type, rule) -> assertTrue(
                violations.stream().anyMatch(found -> found.startsWith(rule) && found.contains(type)),
                () -> "%s does not break '%s':%n%s".formatted(type, rule, String.join("\n", violations))));
    }

    @Test
    void classes_that_keep_the_rules_break_none() {
        assertEquals(List.of(), violations("keeping"));
    }

    @Test
    void the_testkit_and_the_contracts_keep_them() {
        HouseRules.check("io.freshet.contracts");
        HouseRules.check("io.freshet.embedded");
    }

    @Test
    void a_package_without_classes_is_a_mistake() {
        assertThrows(AssertionError.class, () -> HouseRules.check("io.freshet.misspelled"));
    }

    private static List<String> violations(String fixture) {
        String root = HouseRulesTest.class.getPackageName() + "." + fixture;
        return HouseRules.violations(root, HouseRules.imported(root));
    }
}
