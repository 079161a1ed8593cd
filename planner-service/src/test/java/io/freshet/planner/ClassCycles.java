package io.freshet.planner;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sets of classes of which each depends on every other, directly or through others: they can only be understood together. */
final class ClassCycles {
    private final Map<String, Set<String>> dependencies = new TreeMap<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> cycles = new ArrayList<>();

    private ClassCycles(JavaClasses classes) {
        for (JavaClass type : classes) {
            Set<String> of = dependencies.computeIfAbsent(outermost(type), _ -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> classes.contain(target.getName()))
                    .map(ClassCycles::outermost)
                    .forEach(of::add);
        }
    }

    /** The sets of more than one class, the largest first. A class counts with all that are nested in it. */
    static List<Set<String>> of(JavaClasses classes) {
        ClassCycles cycles = new ClassCycles(classes);
        cycles.dependencies.keySet().forEach(cycles::visit);
        return cycles.cycles.stream()
                .filter(cycle -> cycle.size() > 1)
                .sorted(Comparator.comparingInt((Set<String> cycle) -> cycle.size())
                        .reversed())
                .toList();
    }

    private static String outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getName();
    }

    /** One step of Tarjan's algorithm. */
    private void visit(String type) {
        if (index.containsKey(type)) {
            return;
        }
        index.put(type, index.size());
        low.put(type, index.get(type));
        open.push(type);
        for (String next : dependencies.getOrDefault(type, Set.of())) {
            visit(next);
            if (open.contains(next)) {
                low.merge(type, low.get(next), Math::min);
            }
        }
        if (low.get(type).equals(index.get(type))) {
            Set<String> cycle = new TreeSet<>();
            do {
                cycle.add(open.pop());
            } while (!cycle.contains(type));
            cycles.add(cycle);
        }
    }
}
