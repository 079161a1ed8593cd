package io.freshet.testkit.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.List;
import java.util.Set;

/** Calls whose result is not determined by what is passed: of clocks, of randomness, of the environment. */
final class Impure {
    private static final Set<String> SYSTEM = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getenv",
            "java.time.InstantSource.system",
            "java.util.UUID.randomUUID");
    private static final Set<String> TIMES = Set.of(
            "Instant",
            "LocalDate",
            "LocalDateTime",
            "LocalTime",
            "MonthDay",
            "OffsetDateTime",
            "OffsetTime",
            "Year",
            "YearMonth",
            "ZonedDateTime");
    private static final Set<String> MORE = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.lang.Thread.sleep",
            "java.time.ZoneId.systemDefault");
    private static final List<String> RANDOM =
            List.of("java.util.Random.", "java.util.concurrent.ThreadLocalRandom.", "java.security.SecureRandom.");

    private Impure() {}

    /** What belongs into {@code config}, from where it is passed on. */
    static DescribedPredicate<JavaAccess<?>> outsideConfig() {
        return DescribedPredicate.describe("a clock, the environment or a random id", Impure::isSystem);
    }

    /** What a domain has no use for at all. */
    static DescribedPredicate<JavaAccess<?>> inDomain() {
        return DescribedPredicate.describe("a clock, the environment or randomness", access -> {
            String target = target(access);
            return isSystem(access) || MORE.contains(target) || RANDOM.stream().anyMatch(target::startsWith);
        });
    }

    private static boolean isSystem(JavaAccess<?> access) {
        String target = target(access);
        return SYSTEM.contains(target) || target.startsWith("java.time.Clock.system") || isNow(access);
    }

    /** {@code now()} and {@code now(zone)} read the system's clock; {@code now(clock)} reads what it was given. */
    private static boolean isNow(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return access.getTarget().getName().equals("now")
                && owner.startsWith("java.time.")
                && TIMES.contains(access.getTargetOwner().getSimpleName())
                && !access.getTarget().getFullName().contains("java.time.Clock");
    }

    private static String target(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }
}
