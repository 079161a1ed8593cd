package io.freshet.testkit.architecture;

import io.freshet.testkit.architecture.SourceFile.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files and methods are small enough to be read at once, and what a domain decides follows from few values. What is larger is on a list
 * with its present size: it may shrink, and once it is within the limit it leaves the list for good.
 */
final class SizeRules {
    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 60;
    static final int DOMAIN_PARAMETERS = 5;

    /** Of a method of the planner's rules, of which there are so many that each has to be read at a glance. */
    static final int RULE_LINES = 30;

    private static final String RULES = "io.freshet.planner.domain";

    private SizeRules() {}

    /**
     * What is too large, or is on the list and need not be, each in a sentence.
     *
     * @param larger sizes that are allowed, by what they are the sizes of, as the sentences name it
     */
    static List<String> violations(List<SourceFile> sources, Map<String, Integer> larger) {
        Map<String, Integer> found = new TreeMap<>();
        for (SourceFile source : sources) {
            measure(found, "lines of " + source.path(), source.lines(), FILE_LINES);
            for (Method method : source.methods()) {
                String name = source.path() + "#" + method.name();
                measure(found, "lines of " + name, method.lines(), longestMethod(source.packageName()));
                if (DomainRules.isDomain(source.packageName())) {
                    measure(found, "parameters of " + name, method.parameters(), DOMAIN_PARAMETERS);
                }
            }
        }
        return compared(found, larger);
    }

    private static int longestMethod(String packageName) {
        return packageName.equals(RULES) || packageName.startsWith(RULES + ".") ? RULE_LINES : METHOD_LINES;
    }

    /** Of methods with the same name in a file, the largest counts. */
    private static void measure(Map<String, Integer> found, String what, int size, int limit) {
        if (size > limit) {
            found.merge(what, size, Math::max);
        }
    }

    private static List<String> compared(Map<String, Integer> found, Map<String, Integer> larger) {
        List<String> violations = new ArrayList<>();
        found.forEach((what, size) -> {
            Integer allowed = larger.get(what);
            if (allowed == null) {
                violations.add(
                        "%d %s are too many (limits: %d lines of a file, %d of a method, %d parameters in a domain)"
                                .formatted(size, what, FILE_LINES, METHOD_LINES, DOMAIN_PARAMETERS));
            } else if (size > allowed) {
                violations.add("%d %s are more than the %d it had: what is too large may only shrink"
                        .formatted(size, what, allowed));
            }
        });
        larger.keySet().stream()
                .filter(what -> !found.containsKey(what))
                .sorted()
                .forEach(what -> violations.add(
                        "%s are within the limit now: take them off the list of what is larger".formatted(what)));
        return violations;
    }
}
