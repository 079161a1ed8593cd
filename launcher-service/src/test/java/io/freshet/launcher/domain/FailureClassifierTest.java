package io.freshet.launcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.ProcessEnd.Exited;
import io.freshet.launcher.domain.ProcessEnd.Failed;
import io.freshet.launcher.domain.ProcessEnd.Vanished;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureClassifierTest {
    record Case(
            ProcessEnd end,
            @Nullable StopCause stop,
            @Nullable FailureKind kind,
            @Nullable Integer code) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(new Exited(0, false), null, null, null),
                new Case(new Exited(1, false), null, FailureKind.EXIT, 1),
                new Case(new Exited(127, false), null, FailureKind.EXIT, 127),
                new Case(new Exited(137, false), null, FailureKind.EXIT, 137),
                new Case(new Exited(137, true), null, FailureKind.OOM, 137),
                new Case(new Failed(FailureKind.EVICTED, "low on disk", 143), null, FailureKind.EVICTED, 143),
                new Case(new Failed(FailureKind.NODE_LOST, "gone", null), null, FailureKind.NODE_LOST, null),
                new Case(
                        new Failed(FailureKind.EVICTED, "drained", 143),
                        StopCause.CANCELLED,
                        FailureKind.CANCELLED,
                        143),
                new Case(new Vanished(), null, FailureKind.LOST, null),
                new Case(new Exited(143, false), StopCause.TIMEOUT, FailureKind.TIMEOUT, 143),
                new Case(new Exited(0, false), StopCause.TIMEOUT, FailureKind.TIMEOUT, 0),
                new Case(new Vanished(), StopCause.TIMEOUT, FailureKind.TIMEOUT, null),
                new Case(new Exited(137, true), StopCause.CANCELLED, FailureKind.CANCELLED, 137),
                new Case(new Vanished(), StopCause.CANCELLED, FailureKind.CANCELLED, null),
                new Case(new Exited(143, false), StopCause.LAUNCHER_CLOSED, FailureKind.LOST, 143));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tells_failures_apart(Case one) {
        var failure = FailureClassifier.failure(one.end(), one.stop(), Duration.ofMinutes(1));

        assertEquals(Optional.ofNullable(one.kind()), failure.map(failed -> failed.kind()));
        assertEquals(Optional.ofNullable(one.code()), failure.map(failed -> failed.exitCode()));
        assertFalse(failure.isPresent() && failure.get().message().isBlank());
    }

    @Test
    void names_the_signal() {
        assertEquals(
                "the command was ended by signal SEGV (status 139)",
                FailureClassifier.failure(new Exited(139, false), null, Duration.ZERO)
                        .orElseThrow()
                        .message());
    }
}
