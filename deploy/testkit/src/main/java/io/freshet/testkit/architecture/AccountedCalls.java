package io.freshet.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds calls that only listed classes may make. */
final class AccountedCalls {
    private AccountedCalls() {}

    /**
     * The calls that nobody has accounted for, each in a sentence.
     *
     * @param looked which classes are looked at
     * @param calls methods, as {@code package.Class.method}
     * @param allowed the outermost classes that may make them
     * @param rule begins each sentence
     */
    static List<String> violations(
            JavaClasses classes, Predicate<JavaClass> looked, Set<String> calls, Set<String> allowed, String rule) {
        List<String> violations = new ArrayList<>();
        for (JavaClass type : classes) {
            if (!looked.test(type) || allowed.contains(outermost(type))) {
                continue;
            }
            accesses(type)
                    .map(access -> access.getTargetOwner().getName() + "."
                            + access.getTarget().getName())
                    .filter(calls::contains)
                    .distinct()
                    .forEach(call -> violations.add("%s: %s calls %s".formatted(rule, type.getName(), call)));
        }
        return violations;
    }

    static boolean isWithin(JavaClass type, String part) {
        return type.getPackageName().equals(part) || type.getPackageName().startsWith(part + ".");
    }

    private static Stream<JavaCodeUnitAccess<?>> accesses(JavaClass type) {
        return Stream.concat(type.getCodeUnitCallsFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream());
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
